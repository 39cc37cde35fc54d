package io.relocpy.deb.internal.scripts;

import java.util.Optional;

/**
 * What a script asks of {@code update-alternatives}. Immutable.
 *
 * @see <a href="https://manpages.debian.org/update-alternatives.1">update-alternatives(1)</a>
 */
public sealed interface AlternativesCommand permits Alternative, AlternativesCommand.Removal {
    /** The name of the group of choices. */
    String name();

    /**
     * {@code --remove} and {@code --remove-all}.
     *
     * @param path of the choice that is removed; empty for all of the group
     */
    record Removal(String name, Optional<String> path) implements AlternativesCommand {}
}
