package io.relocpy.deb;

import io.relocpy.repository.internal.text.NonEmpty;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a repository's Release file says of itself, as far as pins can refer to it. Immutable; equal if all values are.
 *
 * @see <a href="https://manpages.debian.org/apt_preferences.5">apt_preferences(5)</a>
 */
public final class ReleaseInfo {
    private static final Set<String> YES = Set.of("yes", "true", "1");

    private final Values values;

    private record Values(
            String suite,
            String codename,
            String version,
            String origin,
            String label,
            boolean notAutomatic,
            boolean butAutomaticUpgrades) {}

    private ReleaseInfo(Values values) {
        this.values = values;
    }

    /** Takes it from the fields of a Release file; their names are case-insensitive. */
    public static ReleaseInfo ofFields(Map<String, String> fields) {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(fields);
        return new ReleaseInfo(new Values(
                byName.getOrDefault("Suite", ""),
                byName.getOrDefault("Codename", ""),
                byName.getOrDefault("Version", ""),
                byName.getOrDefault("Origin", ""),
                byName.getOrDefault("Label", ""),
                isYes(byName.getOrDefault("NotAutomatic", "")),
                isYes(byName.getOrDefault("ButAutomaticUpgrades", ""))));
    }

    private static boolean isYes(String value) {
        return YES.contains(value.toLowerCase(Locale.ROOT));
    }

    /** The suite, such as {@code stable}, which apt also calls the archive; this and all other texts are empty if it has none. */
    public Optional<String> suite() {
        return NonEmpty.of(values.suite);
    }

    /** The codename, such as {@code trixie}. */
    public Optional<String> codename() {
        return NonEmpty.of(values.codename);
    }

    /** The version, such as {@code 13.2}. */
    public Optional<String> version() {
        return NonEmpty.of(values.version);
    }

    /** The origin, such as {@code Debian}. */
    public Optional<String> origin() {
        return NonEmpty.of(values.origin);
    }

    /** The label, such as {@code Debian-Security}. */
    public Optional<String> label() {
        return NonEmpty.of(values.label);
    }

    /** Whether its packages are installed only when they are requested from it. */
    public boolean notAutomatic() {
        return values.notAutomatic;
    }

    /** Whether, if {@link #notAutomatic}, installed packages are upgraded from it. */
    public boolean butAutomaticUpgrades() {
        return values.butAutomaticUpgrades;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReleaseInfo that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Origin, label, suite, codename and version, as far as it has them. */
    @Override
    public String toString() {
        return Stream.of(origin(), label(), suite(), codename(), version())
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
    }
}
