package io.relocpy.elf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The subdirectories in each directory of a search path where glibc's loader looks first, for libraries built for
 * specific processors. Source: glibc's {@code elf/dl-hwcaps.c}.
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

    /** All combinations of names, those with the last name first: {@code tls/haswell/x86_64/}, …, {@code x86_64/}. */
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
     * The names in {@code glibc-hwcaps/} for a processor of one of these levels, best first: each level includes all
     * lower ones.
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
        throw new IllegalArgumentException("processor: expected one of "
                + LEVELS.stream().flatMap(List::stream).collect(Collectors.joining(", ")) + ", found "
                + "\"" + Printable.of(level) + "\"");
    }

    /** The x86-64 level of a processor with these names; 1 is the baseline. */
    static int x86Level(List<String> hwcaps) {
        return hwcaps.stream().mapToInt(X86_LEVELS::indexOf).max().orElse(-1) + 2;
    }

    private static final List<String> X86_LEVELS = List.of("x86-64-v2", "x86-64-v3", "x86-64-v4");

    private static final List<List<String>> LEVELS =
            List.of(X86_LEVELS, List.of("power9", "power10", "power11"), List.of("z13", "z14", "z15", "z16", "z17"));
}
