package io.relocpy.bundle.internal.python;

/**
 * An import statement of a script that nothing in the bundle satisfies. Immutable.
 *
 * @param script path below {@code libexec/scripts/}
 * @param line number of the line, from 1
 * @param module the dotted name
 */
public record UnresolvedImport(String script, int line, String module) {}
