package io.relocpy.repository;

import java.time.Instant;
import java.util.List;

/**
 * A file or symbolic link of a package. Immutable.
 *
 * @param paths absolute, without {@code .} and {@code ..}; several for a file with several names (hard links)
 * @param kind regular file or symbolic link; whatever else a package holds is skipped
 * @param mode permission bits
 * @param modified time of last modification
 * @param size bytes of a regular file; 0 for a link
 * @param linkTarget as the package states it; empty for a regular file
 */
public record PackageEntry(List<String> paths, Kind kind, int mode, Instant modified, long size, String linkTarget) {
    /** Copies the list. */
    public PackageEntry {
        paths = List.copyOf(paths);
    }

    /** What an entry is. */
    public enum Kind {
        /** A regular file. */
        FILE,
        /** A symbolic link. */
        SYMBOLIC_LINK
    }
}
