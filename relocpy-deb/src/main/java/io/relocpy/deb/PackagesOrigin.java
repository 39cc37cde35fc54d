package io.relocpy.deb;

/**
 * The source of a Packages file, as far as pins can refer to it. Immutable.
 *
 * @param release what the Release file says
 * @param site host name of the repository; empty for a directory
 * @param component {@code main}; empty for a flat repository
 * @param architecture that the file is for
 */
public record PackagesOrigin(ReleaseInfo release, String site, String component, String architecture) {}
