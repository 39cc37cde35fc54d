package io.relocpy.elf;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The newest version that a set of files needs, for each version name prefix. */
public final class RequiredVersions {
    private RequiredVersions() {}

    /** Versions without a number that mark a feature of glibc, and the version that introduced it. */
    private static final Map<String, String> MARKERS = Map.of(
            "GLIBC_ABI_DT_RELR", "GLIBC_2.36",
            "GLIBC_ABI_DT_X86_64_PLT", "GLIBC_2.42",
            "GLIBC_ABI_GNU_TLS", "GLIBC_2.42",
            "GLIBC_ABI_GNU2_TLS", "GLIBC_2.42");

    /**
     * The newest needed version by the part of its name before the number: {@code GLIBC_2.34} for {@code GLIBC}.
     *
     * <p>glibc's feature markers count as the version that introduced them: {@code GLIBC_ABI_DT_RELR} as {@code
     * GLIBC_2.36}; {@code GLIBC_ABI_DT_X86_64_PLT}, {@code GLIBC_ABI_GNU_TLS} and {@code GLIBC_ABI_GNU2_TLS} as {@code
     * GLIBC_2.42}, although updates of earlier versions have them too. Markers that this library does not know are
     * listed under their full name. Other names without a number, such as {@code GLIBC_PRIVATE}, are omitted, and so
     * are weak needs.
     *
     * @throws ElfFormatException if one of the files is damaged
     */
    public static Map<String, String> of(Collection<ElfFile> files) throws ElfFormatException {
        Map<String, String> newest = new TreeMap<>();
        for (ElfFile file : files) {
            for (VersionNeed need : file.versionNeeds()) {
                for (VersionNeed.Version version : need.versions()) {
                    if (!version.weak()) {
                        add(MARKERS.getOrDefault(version.name(), version.name()), newest);
                    }
                }
            }
        }
        return newest;
    }

    /**
     * The same without what glibc's own libraries and loader need of each other: on which systems a program runs, given
     * the program and everything that it loads. A file belongs to glibc if all versions that it defines do, or if it
     * defines none and needs {@code GLIBC_PRIVATE}.
     *
     * @throws ElfFormatException if one of the files is damaged
     */
    public static Map<String, String> outsideGlibc(Collection<ElfFile> files) throws ElfFormatException {
        List<ElfFile> others = new ArrayList<>();
        for (ElfFile file : files) {
            if (!isGlibc(file)) {
                others.add(file);
            }
        }
        return of(others);
    }

    private static boolean isGlibc(ElfFile file) throws ElfFormatException {
        List<String> defined = file.versionDefinitions().stream()
                .filter(definition -> !definition.base())
                .map(VersionDefinition::name)
                .toList();
        if (!defined.isEmpty()) {
            return defined.stream().allMatch(name -> name.startsWith("GLIBC_"));
        }
        return file.versionNeeds().stream()
                .flatMap(need -> need.versions().stream())
                .anyMatch(version -> version.name().equals("GLIBC_PRIVATE"));
    }

    private static void add(String version, Map<String, String> newest) {
        int dash = version.lastIndexOf('_');
        boolean numbered = dash > 0 && dash + 1 < version.length() && Character.isDigit(version.charAt(dash + 1));
        if (version.startsWith("GLIBC_ABI_")) {
            newest.put(version, version);
        } else if (numbered) {
            newest.merge(version.substring(0, dash), version, RequiredVersions::newer);
        }
    }

    private static String newer(String a, String b) {
        return compare(number(a), number(b)) >= 0 ? a : b;
    }

    private static String[] number(String name) {
        return name.substring(name.lastIndexOf('_') + 1).split("\\.", -1);
    }

    private static int compare(String[] a, String[] b) {
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            int difference = Long.compare(part(a, i), part(b, i));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static long part(String[] number, int index) {
        String digits = index < number.length ? number[index].replaceAll("[^0-9].*", "") : "";
        return digits.isEmpty() || digits.length() > 18 ? 0 : Long.parseLong(digits);
    }
}
