package io.relocpy.elf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The directories below each directory of a search path where glibc's loader looks first, for libraries that were built
 * for some processors. Source: glibc's {@code elf/dl-hwcaps.c}.
 */
final class Subdirectories {
    private Subdirectories() {}

    static List<String> of(SearchSettings settings, SystemLoader loader, ElfHeader header) {
        Set<String> all = new LinkedHashSet<>();
        if (!loader.isMusl()) {
            settings.hwcaps.forEach(name -> all.add("glibc-hwcaps/" + name + "/"));
            if (loader.has(SystemLoader.Trait.LEGACY_DIRECTORIES)) {
                addLegacy(settings, header, all);
            }
        }
        all.add("");
        return List.copyOf(all);
    }

    /** Each combination of names, those with the last of them first: {@code tls/haswell/x86_64/}, …, {@code x86_64/}. */
    private static void addLegacy(SearchSettings settings, ElfHeader header, Set<String> all) {
        List<String> names = new ArrayList<>();
        if (header.machine() == ElfConstants.EM_X86_64) {
            names.add("x86_64");
        }
        Optional.ofNullable(settings.platform)
                .or(() -> DefaultDirectories.platform(header))
                .ifPresent(names::add);
        names.add("tls");
        for (int set = (1 << names.size()) - 1; set > 0; set--) {
            StringBuilder path = new StringBuilder();
            for (int bit = names.size() - 1; bit >= 0; bit--) {
                if ((set >>> bit & 1) != 0) {
                    path.append(names.get(bit)).append('/');
                }
            }
            all.add(path.toString());
        }
    }

    /**
     * The names below {@code glibc-hwcaps/} that a processor of one of these levels asks for, best first: each level's
     * processors run what is built for those below it.
     */
    static List<String> upTo(String level) {
        for (List<String> levels : LEVELS) {
            int at = levels.indexOf(level);
            if (at >= 0) {
                List<String> names = new ArrayList<>(levels.subList(0, at + 1));
                Collections.reverse(names);
                return names;
            }
        }
        throw new IllegalArgumentException(level + ": expected one of " + LEVELS);
    }

    /** The level of x86-64 of a processor that asks for these names; 1 is what every processor has. */
    static int x86Level(List<String> hwcaps) {
        return hwcaps.stream().mapToInt(X86_LEVELS::indexOf).max().orElse(-1) + 2;
    }

    private static final List<String> X86_LEVELS = List.of("x86-64-v2", "x86-64-v3", "x86-64-v4");

    private static final List<List<String>> LEVELS =
            List.of(X86_LEVELS, List.of("power9", "power10", "power11"), List.of("z13", "z14", "z15", "z16", "z17"));
}
