package io.relocpy.elf;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The newest version of each library's version names that some files need. */
public final class RequiredVersions {
    private RequiredVersions() {}

    /**
     * The newest needed version by what is before its number: {@code GLIBC_2.34} for {@code GLIBC}. Names without a
     * number, such as {@code GLIBC_PRIVATE}, are left out, and so are weak needs.
     *
     * @throws ElfFormatException if one of the files is damaged
     */
    public static Map<String, String> of(Collection<ElfFile> files) throws ElfFormatException {
        Map<String, String> newest = new TreeMap<>();
        for (ElfFile file : files) {
            for (VersionNeed need : file.versionNeeds()) {
                for (VersionNeed.Version version : need.versions()) {
                    int dash = version.name().lastIndexOf('_');
                    boolean numbered = dash > 0
                            && dash + 1 < version.name().length()
                            && Character.isDigit(version.name().charAt(dash + 1));
                    if (numbered && !version.weak()) {
                        newest.merge(version.name().substring(0, dash), version.name(), RequiredVersions::newer);
                    }
                }
            }
        }
        return newest;
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
