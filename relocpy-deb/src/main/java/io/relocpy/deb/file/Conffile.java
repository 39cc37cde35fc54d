package io.relocpy.deb.file;

/**
 * A configuration file that dpkg preserves on upgrades.
 *
 * @param path absolute
 * @param removeOnUpgrade whether it is one of an earlier version, to be removed: then the package does not have it
 */
public record Conffile(String path, boolean removeOnUpgrade) {}
