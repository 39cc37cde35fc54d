package io.relocpy.rpm;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gets the files of a repository, from the first of its places that gives them right. */
final class Fetcher {
    private static final int ROUNDS = 3;
    private static final long PAUSE_MILLIS = 300;
    private static final String PARTIAL = ".partial";

    private final DownloadCache cache;
    private final HttpDownloader http;
    private final boolean offline;

    Fetcher(DownloadCache cache, HttpDownloader http, boolean offline) {
        this.cache = cache;
        this.http = http;
        this.offline = offline;
    }

    DownloadCache cache() {
        return cache;
    }

    boolean offline() {
        return offline;
    }

    /**
     * A file whose checksum is known: the one in a local repository, or the one in the cache, downloaded if need be.
     *
     * @param bases where the repository is
     * @param location relative to each of them, or a URL
     * @param size its bytes; -1 when unknown
     * @return a file that was compared with the checksum just now
     */
    Path fetch(List<URI> bases, String location, Checksum checksum, long size) throws IOException {
        List<URI> sources = new ArrayList<>();
        Failures failures = new Failures();
        for (URI base : bases) {
            URI source = resolve(base, location);
            if (!isLocal(source)) {
                sources.add(source);
                continue;
            }
            try {
                Path file = localFile(base, source, location);
                Checksums.check(file, checksum, size, file.toString());
                return file;
            } catch (NoSuchFileException e) {
                failures.add(new TransferException(source.toString(), "no such file", e));
            } catch (IOException e) {
                failures.add(e);
            }
        }
        if (sources.isEmpty()) {
            throw failures.last(location);
        }
        Path target = cache.file(checksum, location);
        if (isWhole(target, checksum, size)) {
            return target;
        }
        if (offline) {
            throw new TransferException(
                    sources.get(0).toString(), "not in the cache, and the network is not to be used");
        }
        return cache.locked(target, () -> {
            if (!isWhole(target, checksum, size)) { // another process may have brought it
                download(sources, target, checksum, size, failures);
            }
            return target;
        });
    }

    /** A small file that has no checksum, from the first place that has it. */
    byte[] fetchSmall(URI source, int limit) throws IOException {
        if (isLocal(source)) {
            Path file = Path.of(source);
            try {
                if (Files.size(file) > limit) {
                    throw new RpmFormatException(
                            source.toString(), "at most " + limit + " bytes", Files.size(file) + " bytes");
                }
                return Files.readAllBytes(file);
            } catch (NoSuchFileException e) {
                throw new TransferException(source.toString(), "no such file", e);
            }
        }
        if (offline) {
            throw new TransferException(source.toString(), "the network is not to be used");
        }
        Path temporary = Files.createTempFile("relocpy", ".tmp");
        try {
            http.download(source, temporary, -1, limit);
            byte[] content = Files.readAllBytes(temporary);
            http.listener().onEvent(new TransferEvent.Finished(source, content.length));
            return content;
        } catch (IOException e) {
            tellFailure(source, e);
            throw e;
        } finally {
            Files.delete(temporary);
        }
    }

    private void download(List<URI> sources, Path target, Checksum checksum, long size, Failures failures)
            throws IOException {
        Files.createDirectories(target.getParent());
        Path partial = target.resolveSibling(target.getFileName() + PARTIAL);
        List<URI> left = new ArrayList<>(sources);
        for (int round = 0; round < ROUNDS && !left.isEmpty(); round++) {
            pause(round);
            for (URI source : List.copyOf(left)) {
                try {
                    downloadFrom(source, partial, checksum, size);
                    Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                    http.listener().onEvent(new TransferEvent.Finished(source, Files.size(target)));
                    return;
                } catch (InterruptedIOException e) {
                    throw e;
                } catch (IOException e) {
                    if (e instanceof RpmFormatException) { // asking again will not make it right
                        left.remove(source);
                    }
                    failures.add(e);
                    tellFailure(source, e);
                }
            }
        }
        throw failures.last(target.toString());
    }

    private void downloadFrom(URI source, Path partial, Checksum checksum, long size) throws IOException {
        boolean resumed = Files.exists(partial) && Files.size(partial) > 0;
        http.download(source, partial, size, size >= 0 ? size : Long.MAX_VALUE);
        try {
            Checksums.check(partial, checksum, size, source.toString());
        } catch (RpmFormatException e) {
            Files.delete(partial);
            if (!resumed) {
                throw e;
            }
            // what an earlier attempt left may have been wrong, not what came now
            http.download(source, partial, size, size >= 0 ? size : Long.MAX_VALUE);
            try {
                Checksums.check(partial, checksum, size, source.toString());
            } catch (RpmFormatException again) {
                Files.delete(partial);
                throw again;
            }
        }
    }

    private void tellFailure(URI source, IOException e) {
        http.listener().onEvent(new TransferEvent.Failed(source, String.valueOf(e.getMessage())));
    }

    private static void pause(int round) throws IOException {
        try {
            Thread.sleep(round * PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    private static boolean isWhole(Path file, Checksum checksum, long size) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try {
            Checksums.check(file, checksum, size, file.toString());
            return true;
        } catch (RpmFormatException e) {
            return false;
        }
    }

    private static boolean isLocal(URI source) {
        return "file".equals(source.getScheme());
    }

    /** Metadata may state a local path as it is, or escaped as in a URL. */
    private static Path localFile(URI base, URI source, String location) {
        if (!isLocal(base) || location.contains(":/")) {
            return Path.of(source);
        }
        Path asStated = Path.of(base).resolve(location);
        return Files.exists(asStated) ? asStated : Path.of(source);
    }

    static URI resolve(URI base, String location) throws RpmFormatException {
        try {
            URI relative = new URI(escape(location));
            return relative.isAbsolute()
                    ? relative
                    : new URI(base + (base.toString().endsWith("/") ? "" : "/") + escape(location));
        } catch (URISyntaxException e) {
            throw new RpmFormatException("location \"" + location + "\"", "a URL or a path", e);
        }
    }

    /** Escapes what may not stand in a URL, and leaves escapes as they are. */
    private static String escape(String location) {
        StringBuilder out = new StringBuilder(location.length() + 16);
        for (byte b : location.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (plain || "-._~/+:@!$&'()*,;=%?".indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append(String.format("%%%02X", (int) c));
            }
        }
        return out.toString();
    }

    /** What went wrong at each place; the last is thrown, the others ride along. */
    private static final class Failures {
        private @Nullable IOException last;

        void add(IOException failure) {
            if (last != null && last != failure) {
                failure.addSuppressed(last);
            }
            last = failure;
        }

        IOException last(String what) {
            return Objects.requireNonNullElseGet(last, () -> new TransferException(what, "no place to get it from"));
        }
    }
}
