package io.relocpy.rpm;

import io.relocpy.repository.FormatException;

/**
 * What a package requires, recommends, conflicts with and so on: a {@link Capability}, or several combined by boolean
 * operators.
 *
 * @see <a href="https://rpm-software-management.github.io/rpm/manual/boolean_dependencies.html">Boolean dependencies</a>
 */
public sealed interface Dependency permits Capability, RichDependency {
    /**
     * Parses {@code name}, {@code name >= [epoch:]version[-release]} or a boolean expression in parentheses such as
     * {@code (a >= 1 if (b or c) else d)}.
     *
     * <p>A name may contain balanced parentheses: {@code libc.so.6(GLIBC_2.34)(64bit)}. Chains of the same operator
     * nest to the right, as in libsolv: {@code (a or b or c)} is {@code (a or (b or c))}.
     *
     * @param text as in a spec file or in primary metadata
     * @return never null
     * @throws FormatException if the text is malformed, or nested deeper than {@link RichDependency#MAX_DEPTH}
     */
    static Dependency parse(String text) throws FormatException {
        return new DependencyParser(text).parse();
    }

    /** The dependency as written in a spec file. */
    @Override
    String toString();
}
