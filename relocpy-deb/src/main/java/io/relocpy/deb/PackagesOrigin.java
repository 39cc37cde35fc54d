package io.relocpy.deb;

import java.util.Optional;

/**
 * The source of a Packages file: all that a pin can refer to. Immutable.
 *
 * @param release what the Release file says
 * @param site host name of the repository; empty for a directory
 * @param component such as {@code main}; empty for a flat repository
 * @param architecture that the file is for
 * @see <a href="https://manpages.debian.org/apt_preferences.5">apt_preferences(5)</a>
 */
public record PackagesOrigin(
        ReleaseInfo release, Optional<String> site, Optional<String> component, String architecture) {}
