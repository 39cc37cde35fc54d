package io.relocpy.repository;

import java.util.List;

/**
 * What installing the packages of a {@link Closure} makes besides their files, as far as that is known without running
 * anything of theirs. Immutable.
 *
 * @param links that would be made
 * @param unknown what a package would do on installation and is not done here
 */
public record InstallationState(List<Link> links, List<Unknown> unknown) {
    /** Nothing: unpacking is all. */
    public static final InstallationState NONE = new InstallationState(List.of(), List.of());

    /** Copies the lists. */
    public InstallationState {
        links = List.copyOf(links);
        unknown = List.copyOf(unknown);
    }

    /**
     * A symbolic link.
     *
     * @param by the package whose installation makes it
     * @param path absolute, without {@code .} and {@code ..}
     * @param target absolute; it may be a file that no package has
     */
    public record Link(ClosurePackage by, String path, String target) {}

    /**
     * Something that is not done here.
     *
     * @param by the package whose installation would do it
     * @param where in the package, such as {@code postinst}
     * @param what its lines, or what is known of it
     */
    public record Unknown(ClosurePackage by, String where, List<String> what) {
        /** Copies the list. */
        public Unknown {
            what = List.copyOf(what);
        }
    }
}
