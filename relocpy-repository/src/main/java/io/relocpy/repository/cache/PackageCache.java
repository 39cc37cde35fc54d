package io.relocpy.repository.cache;

import io.relocpy.repository.CachedFile;
import io.relocpy.repository.internal.download.CacheFiles;
import io.relocpy.repository.internal.download.DownloadCache;
import io.relocpy.repository.internal.io.Interruption;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The directory in which downloaded packages and metadata are kept, to see and limit what it occupies. It has no limit of its
 * own: a build never removes what another one, perhaps without a network, relies on.
 *
 * <pre>{@code
 * PackageCache.ofUser().trim(2L << 30);
 * }</pre>
 *
 * <p>Everything is safe beside running builds, of this and of other processes: what they have used since they began is not
 * removed. An interrupted thread ends with an {@link java.io.InterruptedIOException}. Immutable, safe for use by several
 * threads.
 */
public final class PackageCache {
    private final DownloadCache cache;
    private final CacheFiles files;

    private PackageCache(DownloadCache cache) {
        this.cache = cache;
        this.files = new CacheFiles(cache);
    }

    /** The cache that is used unless another directory is named: {@code ~/.cache/relocpy}. */
    public static PackageCache ofUser() {
        return new PackageCache(DownloadCache.ofUser());
    }

    /** The cache in a directory, which is created if necessary. */
    public static PackageCache in(Path directory) {
        return new PackageCache(DownloadCache.in(Objects.requireNonNull(directory, "directory")));
    }

    /**
     * All files, in no particular order.
     *
     * @throws io.relocpy.repository.VerificationException if others can write to the directory, as for all methods
     */
    public List<CachedFile> files() throws IOException {
        return Interruption.unified(files::all);
    }

    /**
     * Removes the least recently used files until the rest occupies no more than this, or all of it is in use.
     *
     * @param limit bytes; not negative
     * @return the files that were removed
     */
    public List<CachedFile> trim(long limit) throws IOException {
        if (limit < 0) {
            throw new IllegalArgumentException("expected a limit that is not negative, found " + limit);
        }
        return Interruption.unified(() -> files.trim(limit, Instant.MIN));
    }

    /**
     * Removes the files that were not used for this long.
     *
     * @return the files that were removed
     */
    public List<CachedFile> removeUnusedFor(Duration time) throws IOException {
        Instant since = Instant.now().minus(time);
        return Interruption.unified(() -> files.trim(Long.MAX_VALUE, since));
    }

    /**
     * Reads all files whose names state a checksum, and removes those that do not have it. Builds do that with each file that
     * they use.
     *
     * @return the files that were removed
     */
    public List<CachedFile> verify() throws IOException {
        return Interruption.unified(files::removeDamaged);
    }

    /** The directory. */
    @Override
    public String toString() {
        return cache.toString();
    }
}
