package io.relocpy.deb.metadata;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.internal.download.DownloadCache;
import io.relocpy.repository.internal.io.Checksums;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Remembers which Release file of a suite had a good signature, so that a process that finds the same file and the same
 * keyrings need not verify it again, which takes longer than everything else. Only in a cache that nobody else can write
 * to, and only for a day, since keys expire.
 */
final class VerifiedReleases {
    private static final Duration AGE = Duration.ofDays(1);
    private static final int MAX_SIZE = 1 << 14;

    private final Archive archive;
    private final TrustedSigners signers;

    VerifiedReleases(Archive archive, TrustedSigners signers) {
        this.archive = archive;
        this.signers = signers;
    }

    /** The fingerprints of the keys that signed the files; empty if that is not known. */
    Optional<List<String>> signersOf(SignedRelease.Files files, String name) throws IOException {
        DownloadCache cache = archive.fetcher().cache();
        Path file = archive.cached(name);
        if (!cache.isExclusive() || !cache.holds(file) || !isFresh(file)) {
            return Optional.empty();
        }
        List<String> lines = new String(cache.read(file, MAX_SIZE), StandardCharsets.US_ASCII)
                .lines()
                .toList();
        Optional<String> id = id(files);
        return id.isPresent() && lines.size() > 1 && lines.get(0).equals(id.get())
                ? Optional.of(lines.subList(1, lines.size()))
                : Optional.empty();
    }

    private static boolean isFresh(Path file) throws IOException {
        Duration age = Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now());
        return !age.isNegative() && age.compareTo(AGE) < 0;
    }

    /** Remembers that these keys signed the files. */
    void remember(SignedRelease.Files files, List<String> fingerprints, String name) throws IOException {
        Optional<String> id = id(files);
        if (id.isPresent()
                && !fingerprints.isEmpty()
                && archive.fetcher().cache().isExclusive()) {
            List<String> lines = new ArrayList<>(List.of(id.get()));
            lines.addAll(fingerprints);
            archive.fetcher()
                    .cache()
                    .write(archive.cached(name), String.join("\n", lines).getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Of the files and of who may sign them. */
    private Optional<String> id(SignedRelease.Files files) throws IOException {
        Optional<String> trust = signers.id();
        if (trust.isEmpty()) {
            return Optional.empty();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : List.of(files.main(), files.signature(), trust.get().getBytes(StandardCharsets.UTF_8))) {
            all.writeBytes(Checksums.of(Checksum.Algorithm.SHA_256, part).hex().getBytes(StandardCharsets.US_ASCII));
        }
        return Optional.of(
                Checksums.of(Checksum.Algorithm.SHA_256, all.toByteArray()).hex());
    }
}
