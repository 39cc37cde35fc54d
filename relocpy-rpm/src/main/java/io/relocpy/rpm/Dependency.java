package io.relocpy.rpm;

import io.relocpy.repository.FormatException;

/**
 * What a package requires, recommends, conflicts with and so on: one {@link Capability}, or several joined by boolean
 * operators.
 *
 * @see <a href="https://rpm-software-management.github.io/rpm/manual/boolean_dependencies.html">Boolean dependencies</a>
 */
public sealed interface Dependency permits Capability, RichDependency {
    /**
     * Parses {@code name}, {@code name >= [epoch:]version[-release]} or a boolean expression in parentheses such as
     * {@code (a >= 1 if (b or c) else d)}.
     *
     * <p>A name may hold parentheses as long as they are balanced: {@code libc.so.6(GLIBC_2.34)(64bit)}. Chains of one
     * operator nest to the right, as in libsolv: {@code (a or b or c)} is {@code (a or (b or c))}.
     *
     * @param text as a spec file or primary metadata states it
     * @return never null
     * @throws FormatException on malformed text, and on expressions nested deeper than any package needs
     */
    static Dependency parse(String text) throws FormatException {
        return new DependencyParser(text).parse();
    }

    /** The dependency as a spec file states it. */
    @Override
    String toString();
}
