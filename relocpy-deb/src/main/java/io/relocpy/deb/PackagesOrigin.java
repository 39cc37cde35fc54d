package io.relocpy.deb;

/**
 * Where a Packages file is from, as far as pins can name it. Immutable.
 *
 * @param release what the Release file says
 * @param site host name of the repository; empty for a directory
 * @param component {@code main}; empty for a flat repository
 * @param architecture that the file is for
 */
public record PackagesOrigin(ReleaseInfo release, String site, String component, String architecture) {}
