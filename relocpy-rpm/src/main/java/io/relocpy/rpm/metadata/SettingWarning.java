package io.relocpy.rpm.metadata;

import java.nio.file.Path;

/**
 * Something in a configuration file that is not what dnf.conf(5) says, and does not count, as with dnf.
 *
 * @param file where it is
 * @param message where in the file, what was expected, what was found, and what counts instead; holds no secret
 */
public record SettingWarning(Path file, String message) {}
