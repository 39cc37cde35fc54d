package io.relocpy.rpm.metadata;

import java.nio.file.Path;

/**
 * A part of a configuration file that does not conform to dnf.conf(5) and is ignored, as in dnf.
 *
 * @param file the configuration file
 * @param message location in the file, what was expected and what was found; contains no secrets
 */
public record SettingWarning(Path file, String message) {}
