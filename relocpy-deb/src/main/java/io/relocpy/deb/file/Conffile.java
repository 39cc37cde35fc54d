package io.relocpy.deb.file;

/**
 * A configuration file that dpkg preserves on upgrades.
 *
 * @param path absolute
 * @param removeOnUpgrade whether dpkg removes it on upgrade, since it belonged to an earlier version; the package then does not
 *     contain it
 */
public record Conffile(String path, boolean removeOnUpgrade) {}
