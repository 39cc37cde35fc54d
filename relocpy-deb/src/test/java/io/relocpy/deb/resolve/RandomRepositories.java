package io.relocpy.deb.resolve;

import io.relocpy.deb.resolve.AptRepository.Question;
import io.relocpy.deb.resolve.AptRepository.Suite;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Random small repositories, and requests on them. Some are gentle, so that not all requests fail. */
final class RandomRepositories {
    private static final List<String> VIRTUAL = List.of("v1", "v2", "v3", "v4", "mail", "w");
    private static final List<String> VERSIONS = List.of("1.0-1", "1.0-2", "1.1~rc1-1", "2.0-1", "1:0.5-1", "1.0");
    private static final List<String> LOW_VERSIONS = List.of("0.5", "0.9-1", "1.0-1");
    private static final List<String> CODENAMES = List.of("alpha", "beta", "gamma");
    private static final List<String> SUITES = List.of("stable", "testing", "backports");

    private final Random random;
    private final boolean gentle;
    private final boolean multiArch;
    private final List<String> archs;
    private final List<String> names;
    private final int suiteCount;
    private final double conflicts;
    private final double alternatives;
    private final Map<String, String> multiArchFields = new HashMap<>();
    private final Map<String, String> priorities = new HashMap<>();

    /** Names of packages for all architectures: apt's list does not tell them from others. */
    private final Set<String> ofAll = new HashSet<>();

    RandomRepositories(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        gentle = chance(0.7);
        multiArch = chance(0.35);
        archs = multiArch ? List.of("amd64", "i386") : List.of(pick("amd64", "arm64"));
        List<String> all = new ArrayList<>();
        for (char c = 'a'; c <= 'p'; c++) {
            all.addAll(List.of("" + c, c + "1", c + "2", c + "3"));
        }
        Collections.shuffle(all, random);
        names = List.copyOf(all.subList(0, pick(6, 10, 16, 24, 32, 48)));
        suiteCount = pick(1, 1, 1, 2, 3);
        conflicts = gentle ? pick(0.02, 0.06, 0.15) : pick(0.05, 0.15, 0.4);
        alternatives = pick(0.1, 0.4, 0.7);
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    @SafeVarargs
    private <T> T pick(T... of) {
        return of[random.nextInt(of.length)];
    }

    private String pick(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    AptRepository repository() {
        for (String name : names) {
            multiArchFields.put(name, multiArch || chance(0.2) ? pick("no", "no", "same", "foreign", "allowed") : "no");
            if (chance(0.25)) {
                ofAll.add(name);
            }
            priorities.put(
                    name, chance(0.6) ? "optional" : pick("optional", "required", "important", "standard", "extra"));
        }
        List<Suite> suites = new ArrayList<>();
        for (int i = 0; i < suiteCount; i++) {
            suites.add(suite(i));
        }
        return new AptRepository(archs, suites, suiteCount > 1 && chance(0.4) ? preferences() : "");
    }

    private Suite suite(int number) {
        Map<String, String> release = new LinkedHashMap<>();
        release.put("Origin", pick("X", "Y"));
        release.put("Label", "L");
        release.put("Suite", SUITES.get(number));
        release.put("Codename", CODENAMES.get(number));
        release.put("Version", Integer.toString(number + 1));
        if (number > 0 && chance(0.35)) {
            release.put("NotAutomatic", "yes");
            if (chance(0.6)) {
                release.put("ButAutomaticUpgrades", "yes");
            }
        }
        Map<String, StringBuilder> packages = new HashMap<>();
        archs.forEach(arch -> packages.put(arch, new StringBuilder()));
        for (String name : names) {
            if (number == 0 || chance(0.5)) {
                addPackage(name, packages);
            }
        }
        Map<String, String> texts = new HashMap<>();
        packages.forEach((arch, text) -> texts.put(arch, text.toString()));
        return new Suite(release, texts);
    }

    private void addPackage(String name, Map<String, StringBuilder> packages) {
        boolean all = ofAll.contains(name);
        int count = chance(0.12) ? 2 : 1;
        List<String> versions = new ArrayList<>(VERSIONS);
        Collections.shuffle(versions, random);
        for (String version : versions.subList(0, count)) {
            String relations = relations();
            String source = chance(0.3) ? "Source: " + pick("src1", "src2 (" + pick(VERSIONS) + ")") + "\n" : "";
            for (String arch : archs) {
                if (all || chance(0.92)) {
                    String field = multiArchFields.getOrDefault(name, "no");
                    boolean hasField = !field.equals("no") && !(all && field.equals("same"));
                    packages.get(arch)
                            .append("Package: " + name + "\nVersion: " + version + "\n")
                            .append("Architecture: " + (all ? "all" : arch) + "\n")
                            .append(hasField ? "Multi-Arch: " + field + "\n" : "")
                            .append("Priority: " + priorities.get(name) + "\n")
                            .append(name.startsWith("a") && name.endsWith("3") ? "Essential: yes\n" : "")
                            .append(name.equals("b3") ? "Protected: yes\n" : "")
                            .append(source)
                            .append(relations)
                            .append("Installed-Size: 1\n\n");
                }
            }
        }
    }

    private String relations() {
        Map<String, String> fields = new LinkedHashMap<>();
        List<String> depends = new ArrayList<>();
        for (int i = pick(0, 1, 1, 2, 3); i > 0; i--) {
            depends.add(clause());
        }
        fields.put("Depends", String.join(", ", depends));
        fields.put("Pre-Depends", chance(0.05) ? clause() : "");
        fields.put("Recommends", chance(0.5) ? clause() : "");
        fields.put("Suggests", chance(0.2) ? clause() : "");
        fields.put("Conflicts", chance(conflicts) ? negative() : "");
        fields.put("Breaks", chance(conflicts) ? negative() + ", " + negative() : "");
        fields.put("Replaces", chance(0.1) ? relation(true) : "");
        fields.put(
                "Provides",
                chance(0.3)
                        ? pick(pick(VIRTUAL), pick(VIRTUAL), names.get(0))
                                + (chance(0.4) ? " (= " + pick(VERSIONS) + ")" : "")
                        : "");
        StringBuilder text = new StringBuilder();
        fields.forEach((field, value) -> text.append(value.isEmpty() ? "" : field + ": " + value + "\n"));
        return text.toString();
    }

    private String clause() {
        String clause = relation(false);
        while (chance(alternatives) && clause.length() < 60) {
            clause += " | " + relation(false);
        }
        return clause;
    }

    /** Debian's policy does not allow alternatives here, but apt reads them. */
    private String negative() {
        return chance(0.1) ? relation(true) + " | " + relation(true) : relation(true);
    }

    private String relation(boolean negative) {
        String target = chance(gentle ? 0.1 : 0.2)
                ? pick(VIRTUAL)
                : !gentle && !negative && chance(0.03) ? "nowhere" : pick(names);
        if (multiArch && chance(0.11)) {
            target += pick(":any", ":any", ":i386", ":amd64");
        }
        if (!chance(gentle ? 0.15 : 0.3)) {
            return target;
        }
        if (negative) {
            return target + " (" + pick("<<", "<=", "<<", "=") + " " + pick(VERSIONS) + ")";
        }
        return gentle
                ? target + " (>= " + pick(LOW_VERSIONS) + ")"
                : target + " (" + pick(">=", ">=", "<=", "<<", ">>", "=") + " " + pick(VERSIONS) + ")";
    }

    private String preferences() {
        StringBuilder text = new StringBuilder();
        for (int i = pick(1, 2); i > 0; i--) {
            String who = pick("*", pick(names), pick(names) + " " + pick(names), "src:src1", pick("a", "b", "c") + "*");
            String pin = who.equals("*")
                    ? pick("release a=testing", "release n=gamma", "release o=X")
                    : pick("release a=testing", "release o=X", "release alpha", "version 1.*", "version 2.0-1");
            String priority = pick("100", "990", "1001", "-1", "50", "600");
            text.append("Package: " + who + "\nPin: " + pin + "\nPin-Priority: " + priority + "\n\n");
        }
        return text.toString();
    }

    Question question(AptRepository repository) {
        List<String> request = new ArrayList<>();
        for (int i = pick(1, 1, 2, 3, 5); i > 0; i--) {
            request.add(request());
        }
        String target = suiteCount > 1 && chance(0.2) ? pick("testing", "beta", "stable") : "";
        return new Question(repository, request, chance(0.5), target);
    }

    private String request() {
        String name = pick(names);
        return switch (chance(0.7) ? 0 : random.nextInt(9)) {
            case 1 -> pick(VIRTUAL);
            case 2 -> name + "=" + pick(VERSIONS);
            case 3 -> suiteCount > 1 ? name + "/" + pick("stable", "testing", "beta") : name;
            case 4 -> multiArch ? name + ":" + pick("i386", "amd64", "any") : name;
            case 5 -> name + "-";
            case 6 -> name.charAt(0) + "*";
            case 7 -> "^" + name.charAt(0) + ".$";
            case 8 -> name + "+";
            default -> name;
        };
    }
}
