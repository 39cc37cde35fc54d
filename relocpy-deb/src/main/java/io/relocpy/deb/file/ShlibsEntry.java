package io.relocpy.deb.file;

import java.util.Optional;

/**
 * One line of a package's {@code shlibs} file: the dependencies that provide a library. Immutable.
 *
 * @param type such as {@code udeb}; empty for the usual kind of package
 * @param library name without version, such as {@code libz}
 * @param version of the SONAME, such as {@code 1}
 * @param dependencies in the syntax of {@code Depends}; may be empty
 */
public record ShlibsEntry(Optional<String> type, String library, String version, String dependencies) {}
