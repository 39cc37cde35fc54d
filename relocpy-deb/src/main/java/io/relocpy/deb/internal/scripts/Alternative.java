package io.relocpy.deb.internal.scripts;

import java.util.List;

/**
 * One choice that {@code update-alternatives --install} offers. Immutable.
 *
 * @param name of the group of choices
 * @param priority the highest one of a group is chosen
 * @param links the master link first
 * @see <a href="https://manpages.debian.org/update-alternatives.1">update-alternatives(1)</a>
 */
public record Alternative(String name, int priority, List<Link> links) implements AlternativesCommand {
    /** Copies the list. */
    public Alternative {
        links = List.copyOf(links);
    }

    /**
     * A link of it.
     *
     * @param path where it is
     * @param target what it leads to if this choice is chosen
     */
    public record Link(String path, String target) {}
}
