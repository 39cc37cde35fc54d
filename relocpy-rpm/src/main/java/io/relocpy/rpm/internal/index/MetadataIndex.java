package io.relocpy.rpm.internal.index;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.download.DownloadCache;
import io.relocpy.repository.internal.index.IndexFormat;
import io.relocpy.repository.internal.index.IndexInput;
import io.relocpy.repository.internal.index.IndexOutput;
import io.relocpy.repository.internal.io.Log;
import io.relocpy.repository.internal.io.RegularFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * The content of a metadata file in a form that is read without parsing. Each metadata file has its own index, whose name
 * and header contain the checksum of the metadata, so that an index is never used for other metadata.
 *
 * <p>It only saves time. An index that is missing, damaged or of another version is rebuilt; if it cannot be written, the
 * content is used from memory. The CRC-32C detects damage, not tampering: nobody else may write to the cache, and
 * {@code PackageChecksums} compares a package's index entry with the metadata before the package is used.
 */
public final class MetadataIndex {
    private static final String NAME = "relocpy";

    /** To be raised with every change of what is written into the body. */
    private static final byte VERSION = 5;

    private static final int CHECKSUM = 256;
    private static final Duration KEPT = Duration.ofDays(30);

    private final DownloadCache cache;
    private final Path file;
    private final IndexFormat format;

    private MetadataIndex(DownloadCache cache, Path directory, String name) {
        this.cache = cache;
        this.file = directory.resolve(name + ".idx");
        byte[] key = Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), CHECKSUM);
        this.format = new IndexFormat(NAME, VERSION, key);
    }

    /** Reads and checks the metadata file. */
    public interface Source {
        IndexOutput.Content read() throws IOException;
    }

    /**
     * Returns the content of the metadata file with this checksum: from its index, which is created if necessary.
     *
     * @param where the origin of the metadata, for messages
     * @param source only read if there is no valid index
     * @throws VerificationException if the cache must not be used
     */
    public static <T> T readOrMake(
            DownloadCache cache, Checksum metadata, String where, Decoder<T> decoder, Source source)
            throws IOException {
        Optional<MetadataIndex> index = of(cache, metadata);
        Optional<T> indexed = index.isPresent() ? index.get().read(decoder) : Optional.empty();
        if (indexed.isPresent()) {
            return indexed.get();
        }
        IndexOutput.Content content = source.read();
        Optional<T> written = index.isPresent() ? index.get().write(content, decoder) : Optional.empty();
        return written.isPresent()
                ? written.get()
                : decoder.decode(new IndexInput(IndexOutput.inMemory(content), where));
    }

    private static Optional<MetadataIndex> of(DownloadCache cache, Checksum metadata) throws VerificationException {
        try {
            return Optional.of(new MetadataIndex(cache, cache.indexes(), DownloadCache.fileName(metadata)));
        } catch (VerificationException e) {
            throw e;
        } catch (IOException e) {
            Log.of(MetadataIndex.class).debug("cannot use an index: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Decodes the columns of an index. */
    public interface Decoder<T> {
        T decode(IndexInput in) throws FormatException;
    }

    /** Returns the decoded content if there is a valid index. */
    private <T> Optional<T> read(Decoder<T> decoder) throws VerificationException {
        try {
            return cache.holds(file) ? Optional.of(map(decoder)) : Optional.empty();
        } catch (VerificationException e) {
            throw e;
        } catch (IOException e) {
            Log.of(MetadataIndex.class).debug("rebuilding index {}: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private <T> T map(Decoder<T> decoder) throws IOException {
        try (FileChannel channel = RegularFile.openNoFollow(file)) {
            return decoder.decode(format.open(channel, file.toString()));
        }
    }

    /** Makes the index anew; what it says, unless no file can be written. */
    private <T> Optional<T> write(IndexOutput.Content content, Decoder<T> decoder) throws VerificationException {
        try {
            Path temporary = cache.temporary(file);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                format.write(channel, content);
                T decoded = decoder.decode(format.openWritten(channel, file.toString()));
                DownloadCache.moveInPlace(temporary, file);
                removeOld();
                return Optional.of(decoded);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (VerificationException e) {
            throw e;
        } catch (IOException e) {
            Log.of(MetadataIndex.class).debug("no index {}: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    /** Indexes of metadata that have long been replaced. */
    private void removeOld() throws IOException {
        Instant limit = Instant.now().minus(KEPT);
        try (DirectoryStream<Path> indexes =
                Files.newDirectoryStream(file.toAbsolutePath().getParent(), "*.idx")) {
            for (Path index : indexes) {
                if (Files.getLastModifiedTime(index).toInstant().isBefore(limit)) {
                    Files.deleteIfExists(index);
                }
            }
        }
    }
}
