package io.relocpy.deb.file;

/**
 * One line of a package's {@code shlibs} file: what to depend on to have a library.
 *
 * @param type such as {@code udeb}; empty by default
 * @param library name without version, such as {@code libz}
 * @param version of the SONAME, such as {@code 1}
 * @param dependencies in the syntax of {@code Depends}; may be empty
 */
public record ShlibsEntry(String type, String library, String version, String dependencies) {}
