package io.relocpy.repository.cache;

import io.relocpy.repository.CachedFile;
import io.relocpy.repository.internal.download.CacheFiles;
import io.relocpy.repository.internal.download.DownloadCache;
import io.relocpy.repository.internal.io.Interruption;
import io.relocpy.repository.internal.text.Arguments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
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
        return new PackageCache(DownloadCache.in(Arguments.path(directory, "directory")));
    }

    /**
     * All files, in no particular order.
     *
     * @throws io.relocpy.repository.VerificationException if others can write to the directory, as for all methods
     */
    public List<CachedFile> files() throws IOException {
        return Interruption.during("listing the cache", files::all);
    }

    /**
     * Removes the least recently used files until the rest occupies no more than this, or all of it is in use.
     *
     * @param limit bytes
     * @return the files that were removed
     * @throws IllegalArgumentException if the limit is negative
     */
    public List<CachedFile> trim(long limit) throws IOException {
        Arguments.size(limit, "limit");
        return Interruption.during("trimming the cache", () -> files.trim(limit, Instant.MIN));
    }

    /**
     * Removes the files that were not used for this long.
     *
     * @return the files that were removed
     * @throws IllegalArgumentException if the time is negative, or longer ago than there are dates
     */
    public List<CachedFile> removeUnusedFor(Duration time) throws IOException {
        Instant since = before(Objects.requireNonNull(time, "time"));
        return Interruption.during("trimming the cache", () -> files.trim(Long.MAX_VALUE, since));
    }

    private static Instant before(Duration time) {
        try {
            if (!time.isNegative()) {
                return Instant.now().minus(time);
            }
        } catch (DateTimeException | ArithmeticException e) {
            // no date is that old
        }
        throw new IllegalArgumentException("time: expected how long ago the last use may be, found " + time);
    }

    /**
     * Reads all files whose names state a checksum, and removes those that do not have it. Builds do that with each file that
     * they use.
     *
     * @return the files that were removed
     */
    public List<CachedFile> verify() throws IOException {
        return Interruption.during("verifying the cache", files::removeDamaged);
    }

    /** The directory. */
    @Override
    public String toString() {
        return cache.toString();
    }
}
