package io.relocpy.repository;

import java.util.List;

/**
 * What installing the packages of a {@link Closure} would create besides their files, as far as this is known without running
 * their scripts. Immutable.
 *
 * @param links the symbolic links
 * @param unknown what packages would do on installation that is not imitated
 */
public record InstallationState(List<Link> links, List<Unknown> unknown) {
    /** Nothing besides the files. */
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
     * @param target absolute; it may be a file that no package contains
     */
    public record Link(ClosurePackage by, String path, String target) {}

    /**
     * Something that is not imitated.
     *
     * @param by the package whose installation would do it
     * @param where in the package, such as {@code postinst}
     * @param what the lines of the script, or a description
     */
    public record Unknown(ClosurePackage by, String where, List<String> what) {
        /** Copies the list. */
        public Unknown {
            what = List.copyOf(what);
        }
    }
}
