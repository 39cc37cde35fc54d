package io.relocpy.repository.internal.download;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.Redaction;
import io.relocpy.repository.TransferEvent;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.io.Checksums;
import io.relocpy.repository.internal.io.Interruption;
import io.relocpy.repository.internal.io.RegularFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fetches files of a repository from the first URL that serves them correctly. */
public final class Fetcher {
    private static final int ROUNDS = 3;
    private static final long PAUSE_MILLIS = 300;

    private final DownloadCache cache;
    private final HttpDownloader http;
    private final boolean offline;
    private final boolean local;
    private boolean using;

    /**
     * Creates a fetcher for one repository.
     *
     * @param local whether the repository is entirely local, so that its metadata may name any local file
     */
    public Fetcher(DownloadCache cache, HttpDownloader http, boolean offline, boolean local) {
        this.cache = cache;
        this.http = http;
        this.offline = offline;
        this.local = local;
    }

    public DownloadCache cache() {
        return cache;
    }

    public boolean offline() {
        return offline;
    }

    public boolean local() {
        return local;
    }

    /**
     * Fetches a file with a known checksum: from a local repository, or from the cache, downloading it if necessary.
     *
     * @param bases base URLs of the repository
     * @param location relative to each of them, or a URL
     * @param size size in bytes; -1 if unknown
     * @return a file whose checksum was just verified
     */
    public Path fetch(List<RepositoryUrl> bases, String location, FileKind kind, Checksum checksum, long size)
            throws IOException {
        return fetch(bases, location, kind, checksum, size, kind.limit());
    }

    /** As above, with a different size limit. */
    public Path fetch(
            List<RepositoryUrl> bases, String location, FileKind kind, Checksum checksum, long size, long limit)
            throws IOException {
        return fetch(bases, List.of(location), kind, checksum, size, limit);
    }

    /**
     * As above, for a file that each server may have in several places.
     *
     * @param locations most preferred first; the cache names the file after the last one
     */
    public Path fetch(
            List<RepositoryUrl> bases, List<String> locations, FileKind kind, Checksum checksum, long size, long limit)
            throws IOException {
        String location = locations.get(locations.size() - 1);
        if (size > limit) {
            throw new FormatException(
                    "location " + Redaction.quoted(location),
                    "at most " + limit + " bytes",
                    "a stated size of " + size + " bytes");
        }
        List<RepositoryUrl> sources = new ArrayList<>();
        Failures failures = new Failures();
        for (RepositoryUrl base : bases) {
            for (String each : locations) {
                try {
                    RepositoryUrl source = base.resolve(each, kind, local);
                    if (source.isLocal()) {
                        return checked(source, checksum, size);
                    }
                    sources.add(source);
                } catch (IOException e) {
                    failures.add(e);
                }
            }
        }
        if (sources.isEmpty()) {
            throw failures.last(location);
        }
        Path target = cache.file(kind, checksum, location);
        beginUse();
        cache.used(target);
        if (isComplete(target, checksum, size)) {
            return target;
        }
        if (offline) {
            throw new TransferException(sources.get(0).toString(), "not in the cache, and offline");
        }
        return cache.locked(target, () -> {
            if (!isComplete(target, checksum, size)) { // another process may have downloaded it
                download(sources, kind, target, checksum, size, limit, failures);
            }
            return target;
        });
    }

    private synchronized void beginUse() {
        if (!using) {
            using = true;
            cache.beginUse(this);
        }
    }

    private static Path checked(RepositoryUrl source, Checksum checksum, long size) throws IOException {
        Path file = source.path().orElseThrow();
        try {
            Checksums.check(file, checksum, size, file.toString());
            return file;
        } catch (NoSuchFileException e) {
            throw new MissingFileException(source.toString(), "no such file", e);
        }
    }

    /** Fetches a small file without a known checksum. */
    public byte[] fetchSmall(RepositoryUrl source, int limit) throws IOException {
        if (source.isLocal()) {
            try {
                return RegularFile.bytes(source.path().orElseThrow(), limit);
            } catch (NoSuchFileException e) {
                throw new MissingFileException(source.toString(), "no such file", e);
            }
        }
        if (offline) {
            throw new TransferException(source.toString(), "not available offline");
        }
        try (MemoryChannel memory = new MemoryChannel()) {
            http.download(source, FileKind.METADATA, memory, -1, limit);
            byte[] content = memory.toByteArray();
            http.listener()
                    .accept(new TransferEvent.Finished(source.uri(), FileKind.METADATA.transfer(), content.length));
            return content;
        } catch (IOException failure) {
            IOException e = Interruption.unified("downloading " + source, failure);
            reportFailure(source, FileKind.METADATA, e);
            throw e;
        }
    }

    /** As above; empty if the server does not have it. */
    public Optional<byte[]> fetchIfPresent(RepositoryUrl source, int limit) throws IOException {
        try {
            return Optional.of(fetchSmall(source, limit));
        } catch (MissingFileException e) {
            return Optional.empty();
        }
    }

    /** Whether {@link #fetch} would find a package on this machine: in a local repository, which comes first, or in the cache. */
    public boolean isDownloaded(List<RepositoryUrl> bases, String location, Checksum checksum) throws IOException {
        return bases.stream().anyMatch(RepositoryUrl::isLocal) || isCached(FileKind.PACKAGE, location, checksum);
    }

    /** Whether the cache has a complete file with this checksum, which {@link #fetch} would verify. */
    public boolean isCached(FileKind kind, String location, Checksum checksum) throws IOException {
        return cache.holds(cache.file(kind, checksum, location));
    }

    private void download(
            List<RepositoryUrl> sources,
            FileKind kind,
            Path target,
            Checksum checksum,
            long size,
            long limit,
            Failures failures)
            throws IOException {
        List<RepositoryUrl> left = new ArrayList<>(sources);
        for (int round = 0; round < ROUNDS && !left.isEmpty(); round++) {
            pause(round);
            for (RepositoryUrl source : List.copyOf(left)) {
                try {
                    downloadFrom(source, kind, target, checksum, size, limit);
                    DownloadCache.moveInPlace(DownloadCache.partial(target), target);
                    http.listener()
                            .accept(new TransferEvent.Finished(source.uri(), kind.transfer(), Files.size(target)));
                    return;
                } catch (IOException failure) {
                    IOException e = Interruption.unified("downloading " + source, failure);
                    if (isOurs(e)) {
                        Files.deleteIfExists(DownloadCache.partial(target));
                        throw e;
                    }
                    if (e instanceof FormatException || e instanceof MissingFileException) { // retrying will not help
                        left.remove(source);
                    }
                    failures.add(e);
                    reportFailure(source, kind, e);
                }
            }
        }
        throw failures.last(target.toString());
    }

    /** Whether it is not a problem of the server: trying another one will not help. */
    private static boolean isOurs(IOException failure) {
        return failure instanceof InterruptedIOException
                || failure instanceof FileSystemException
                || failure instanceof VerificationException;
    }

    private void downloadFrom(
            RepositoryUrl source, FileKind kind, Path target, Checksum checksum, long size, long limit)
            throws IOException {
        Path partial = DownloadCache.partial(target);
        boolean resumed = attempt(source, kind, target, size, limit);
        try {
            Checksums.check(partial, checksum, size, source.toString());
        } catch (FormatException e) {
            Files.delete(partial);
            if (!resumed) {
                throw e;
            }
            // the part left by an earlier attempt may be wrong, rather than the new part
            attempt(source, kind, target, size, limit);
            try {
                Checksums.check(partial, checksum, size, source.toString());
            } catch (FormatException again) {
                Files.delete(partial);
                throw again;
            }
        }
    }

    /** Returns whether the download continued an earlier one. */
    private boolean attempt(RepositoryUrl source, FileKind kind, Path target, long size, long limit)
            throws IOException {
        try (FileChannel partial = cache.openPartial(target)) {
            boolean resumed = partial.size() > 0;
            http.download(source, kind, partial, size, limit);
            return resumed;
        }
    }

    private void reportFailure(RepositoryUrl source, FileKind kind, IOException e) {
        http.listener().accept(new TransferEvent.Failed(source.uri(), kind.transfer(), String.valueOf(e.getMessage())));
    }

    private static void pause(int round) throws IOException {
        try {
            Thread.sleep(round * PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw Interruption.of(e);
        }
    }

    private boolean isComplete(Path file, Checksum checksum, long size) throws IOException {
        if (!cache.holds(file)) {
            return false;
        }
        try {
            Checksums.check(file, checksum, size, file.toString());
            return true;
        } catch (FormatException | NoSuchFileException e) {
            return false;
        }
    }

    /** Collects the failures of all URLs; the last is thrown with the others suppressed. */
    private static final class Failures {
        private @Nullable IOException last;

        void add(IOException failure) {
            if (last != null && last != failure) {
                failure.addSuppressed(last);
            }
            last = failure;
        }

        IOException last(String what) {
            return Objects.requireNonNullElseGet(
                    last, () -> new TransferException(Redaction.quoted(what), "no usable URL"));
        }
    }
}
