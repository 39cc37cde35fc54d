package io.relocpy.deb;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a repository's Release file says of itself, as far as pins can name it. Immutable; each text is empty where the
 * file does not have it.
 *
 * @param suite {@code stable}; apt also calls it the archive
 * @param codename {@code trixie}
 * @param version {@code 13.2}
 * @param origin {@code Debian}
 * @param label {@code Debian-Security}
 * @param notAutomatic whether its packages are installed only when they are requested from it
 * @param butAutomaticUpgrades whether, with the former, they are upgraded from it
 * @see <a href="https://manpages.debian.org/apt_preferences.5">apt_preferences(5)</a>
 */
public record ReleaseInfo(
        String suite,
        String codename,
        String version,
        String origin,
        String label,
        boolean notAutomatic,
        boolean butAutomaticUpgrades) {
    private static final Set<String> YES = Set.of("yes", "true", "1");

    /** From the fields of a Release file; their names are case-insensitive. */
    public static ReleaseInfo ofFields(Map<String, String> fields) {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(fields);
        return new ReleaseInfo(
                byName.getOrDefault("Suite", ""),
                byName.getOrDefault("Codename", ""),
                byName.getOrDefault("Version", ""),
                byName.getOrDefault("Origin", ""),
                byName.getOrDefault("Label", ""),
                isYes(byName.getOrDefault("NotAutomatic", "")),
                isYes(byName.getOrDefault("ButAutomaticUpgrades", "")));
    }

    private static boolean isYes(String value) {
        return YES.contains(value.toLowerCase(Locale.ROOT));
    }
}
