package io.relocpy.repository;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A file in the cache, see {@link io.relocpy.repository.cache.PackageCache}.
 *
 * @param size bytes
 * @param lastUsed when a build used it last, or made it; of an index, when it was made
 */
public record CachedFile(Path path, Kind kind, long size, Instant lastUsed) {
    /** What a file in the cache is. */
    public enum Kind {
        /** A package. */
        PACKAGE,
        /** What a repository publishes about its packages. */
        METADATA,
        /** What was read from metadata, made anew when it is missing. */
        INDEX,
        /** A part of a download. */
        PARTIAL
    }
}
