package io.relocpy.repository;

import java.nio.file.Path;

/**
 * A part of a configuration file of the package manager that is ignored. Immutable.
 *
 * @param file the configuration file
 * @param message the place in the file, what is ignored, and why; contains no secrets
 */
public record SettingWarning(Path file, String message) implements Warning {
    /** The path of the file. */
    @Override
    public String subject() {
        return file.toString();
    }
}
