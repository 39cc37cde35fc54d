package io.relocpy.rpm;

/**
 * What a package requires, recommends, conflicts with and so on: one {@link Capability}, or several joined by boolean
 * operators.
 *
 * @see <a href="https://rpm-software-management.github.io/rpm/manual/boolean_dependencies.html">Boolean dependencies</a>
 */
public sealed interface Dependency permits Capability, RichDependency {
    /** The dependency as a spec file states it. */
    @Override
    String toString();
}
