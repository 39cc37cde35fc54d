package io.relocpy.rpm.internal.names;

import io.relocpy.repository.internal.text.NearNames;
import io.relocpy.repository.internal.text.Printable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The architectures that a machine can run, best first, as in libsolv's {@code pool_setarch}.
 *
 * <p>A <em>score</em> is 0 for packages that cannot run, 1 for {@code noarch}, otherwise it has the class (1 is the best)
 * in the upper 16 bits; lower is better. A <em>color</em> says to which halves of a multilib system a package belongs.
 */
public final class Architecture {
    public static final String NOARCH = "noarch";
    public static final int SCORE_NOARCH = 1;

    private static final int COLOR_32 = 1;
    private static final int COLOR_64 = 2;
    private static final String X86_32 = "i686:i586:i486:i386";
    private static final String ARM_SOFT = "armv5tejl:armv5tel:armv5tl:armv5l:armv4tl:armv4l:armv3l";
    private static final String ARM_HARD = "armv7hl:armv6hl";

    /** Best first; an architecture that is not a key only runs its own packages. */
    private static final Map<String, String> POLICIES = Map.ofEntries(
            Map.entry("x86_64_v4", "x86_64_v4:x86_64_v3:x86_64_v2:x86_64:" + X86_32),
            Map.entry("x86_64_v3", "x86_64_v3:x86_64_v2:x86_64:" + X86_32),
            Map.entry("x86_64_v2", "x86_64_v2:x86_64:" + X86_32),
            Map.entry("amd64", "amd64:x86_64:athlon:" + X86_32),
            Map.entry("ia32e", "ia32e:x86_64:athlon:" + X86_32),
            Map.entry("x86_64", "x86_64:athlon:" + X86_32),
            Map.entry("athlon", "athlon:" + X86_32),
            Map.entry("i686", X86_32),
            Map.entry("i586", "i586:i486:i386"),
            Map.entry("i486", "i486:i386"),
            Map.entry("ia64", "ia64:" + X86_32),
            Map.entry("s390x", "s390x:s390"),
            Map.entry("ppc64", "ppc64:ppc"),
            Map.entry("ppc64p7", "ppc64p7:ppc64:ppc"),
            Map.entry("armv8hcnl", "armv8hcnl:armv8hnl:armv8hl:armv7hnl:" + ARM_HARD),
            Map.entry("armv8hnl", "armv8hnl:armv8hl:armv7hnl:" + ARM_HARD),
            Map.entry("armv8hl", "armv8hl:" + ARM_HARD),
            Map.entry("armv8l", "armv8l:armv7l:armv6l:" + ARM_SOFT),
            Map.entry("armv7hnl", "armv7hnl:" + ARM_HARD),
            Map.entry("armv7hl", ARM_HARD),
            Map.entry("armv7l", "armv7l:armv6l:" + ARM_SOFT),
            Map.entry("armv6l", "armv6l:" + ARM_SOFT),
            Map.entry("armv5tejl", ARM_SOFT),
            Map.entry("armv5tel", "armv5tel:armv5tl:armv5l:armv4tl:armv4l:armv3l"),
            Map.entry("sparc64v", "sparc64v:sparc64:sparcv9v:sparcv9:sparcv8:sparc"),
            Map.entry("sparc64", "sparc64:sparcv9:sparcv8:sparc"));

    /** Other architectures known to rpm (arch_canon in rpmrc) and libsolv, besides the compatible ones above. */
    private static final String OTHERS =
            "aarch64:alpha:alphaev5:alphaev56:alphaev6:alphaev67:alphapca56:em64t:i370:i386"
                    + ":loongarch64:m68k:mips:mips64:mips64el:mips64r6:mips64r6el:mipsel:mipsr6:mipsr6el:noarch:ppc:ppc64le"
                    + ":riscv:riscv64:rs6000:s390:sh:sh3:sh4:sh4a:sparc:sparcv8:sparcv9:sparcv9v:xtensa";

    /** Names used elsewhere. */
    private static final Map<String, String> ALIASES =
            Map.of("arm64", "aarch64", "armhf", "armv7hl", "x64", "x86_64", "x86", "i686", "ppc64el", "ppc64le");

    /** dnf's {@code $basearch}; for other architectures it is their own name. */
    private static final Map<String, String> FAMILIES = Map.of(
            "i[3-6]86|athlon|geode", "i386",
            "amd64|ia32e|x86_64_v[2-4]", "x86_64",
            "armv[6-8]h[a-z]*l", "armhfp",
            "armv[5-8][a-gi-z]*l", "arm",
            "ppc64(iseries|p7|pseries)", "ppc64",
            "alpha.+", "alpha",
            "sparc.+", "sparc",
            "sh4a", "sh4");

    private final String name;
    private final Map<String, Integer> scores = new HashMap<>();

    private Architecture(String name, List<String> bestFirst) {
        this.name = name;
        scores.put(NOARCH, SCORE_NOARCH);
        int score = 0x10001;
        for (String each : bestFirst) {
            scores.putIfAbsent(each, score);
            score += 0x10000;
        }
    }

    /** Returns dnf's {@code $basearch} for an architecture. */
    public static String family(String name) {
        return FAMILIES.entrySet().stream()
                .filter(each -> name.matches(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(name);
    }

    /** Returns the architecture of this name; an unknown one runs its own packages and {@code noarch}. */
    public static Architecture of(String name) {
        return new Architecture(name, List.of(POLICIES.getOrDefault(name, name).split(":", -1)));
    }

    /** Returns one that runs these architectures and {@code noarch}, as libsolv's {@code pool_setarchpolicy}. */
    public static Architecture of(List<String> bestFirst) {
        return new Architecture(String.join(":", bestFirst), bestFirst);
    }

    /**
     * Fails if the architecture is unknown, suggesting similar names: a misspelt one would only run {@code noarch}.
     *
     * @param others other known names, such as those that packages use: some distributions have their own
     */
    public void requireKnown(Collection<String> others) {
        Set<String> known = new TreeSet<>(others);
        known.addAll(List.of(OTHERS.split(":", -1)));
        POLICIES.forEach((each, runs) -> {
            known.add(each);
            known.addAll(List.of(runs.split(":", -1)));
        });
        if (Stream.of(name.split(":", -1)).noneMatch(known::contains)) {
            String alias = ALIASES.get(name);
            List<String> near = alias == null ? NearNames.of(name, known) : List.of(alias);
            throw new IllegalArgumentException("no such architecture: " + Printable.quote(name)
                    + (near.isEmpty()
                            ? "; known are " + String.join(", ", known)
                            : "; did you mean " + String.join(" or ", near) + "?"));
        }
    }

    public String name() {
        return name;
    }

    /** Returns 0 if it does not run here, 1 for {@code noarch}, otherwise a score of which lower is better. */
    public int score(String arch) {
        return scores.getOrDefault(arch, 0);
    }

    /** Returns the architectures that run here, including {@code noarch}. */
    List<String> runnable() {
        return new ArrayList<>(scores.keySet());
    }

    /** Returns whether two scores (neither 0 nor {@code noarch}) have the same class. */
    public static boolean sameClass(int score, int other) {
        return score >> 16 == other >> 16;
    }

    /** Returns a bit set: 1 for 32-bit packages, 2 for 64-bit packages, both for {@code noarch}. */
    public static int color(String arch) {
        if (arch.equals(NOARCH)) {
            return COLOR_32 | COLOR_64;
        }
        return arch.equals("s390x") || arch.contains("64") ? COLOR_64 : COLOR_32;
    }
}
