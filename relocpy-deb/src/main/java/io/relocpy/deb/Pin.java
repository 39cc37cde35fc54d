package io.relocpy.deb;

import java.util.List;

/**
 * A record of apt's preferences: a priority for versions of packages. Immutable.
 *
 * @param packages what the {@code Package} field lists: names, {@code name:architecture}, {@code src:name}, shell patterns,
 *     regular expressions between slashes; {@code *} alone makes it a general pin
 * @param kind what is compared to choose versions
 * @param value what it is compared with: {@code 1.2*}, {@code a=stable, o=Debian}, {@code mirror.example.org}
 * @param priority {@link #NEVER} forbids the versions, as a negative one does
 * @see <a href="https://manpages.debian.org/apt_preferences.5">apt_preferences(5)</a>
 */
public record Pin(List<String> packages, Kind kind, String value, int priority) {
    /** The priority {@code never}. */
    public static final int NEVER = Short.MIN_VALUE;

    /** What is compared. */
    public enum Kind {
        /** The version, by a shell pattern. */
        VERSION,
        /** The version of the source package, by a shell pattern; apt knows it since 2.9.9. */
        SOURCE_VERSION,
        /** The release that a version is in. */
        RELEASE,
        /** The host name of a repository that has it. */
        ORIGIN
    }

    /** Copies the list. */
    public Pin {
        packages = List.copyOf(packages);
    }

    /** A general pin, for all packages that no other pin is about. */
    public static Pin general(Kind kind, String value, int priority) {
        return new Pin(List.of("*"), kind, value, priority);
    }

    /** Whether it is for all packages that no other pin is about. */
    public boolean isGeneral() {
        return packages.equals(List.of("*"));
    }
}
