package io.relocpy.deb.metadata;

import java.nio.file.Path;

/**
 * A part of apt's configuration that is ignored, by apt or only here. Immutable.
 *
 * @param file the configuration file
 * @param message the place in the file, and what is ignored and why; contains no secrets
 */
public record SettingWarning(Path file, String message) {}
