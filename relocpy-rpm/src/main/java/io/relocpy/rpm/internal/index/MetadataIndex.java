package io.relocpy.rpm.internal.index;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.download.DownloadCache;
import io.relocpy.repository.internal.io.Log;
import io.relocpy.repository.internal.io.RegularFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
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
import java.util.zip.CRC32C;

/**
 * The content of a metadata file in a form that is read without parsing. Each metadata file has its own index, whose name
 * and header contain the checksum of the metadata, so that an index is never used for other metadata.
 *
 * <p>It only saves time. An index that is missing, damaged or of another version is rebuilt; if it cannot be written, the
 * content is used from memory. The CRC-32C detects damage, not tampering: nobody else may write to the cache, and
 * {@code PackageChecksums} compares a package's index entry with the metadata before the package is used.
 */
public final class MetadataIndex {
    private static final byte[] MAGIC = "relocpy".getBytes(StandardCharsets.US_ASCII);
    /** Must be increased with every change to the format of the body. */
    private static final byte VERSION = 5;

    private static final int CHECKSUM = 256;
    private static final int HEADER = 8 + CHECKSUM + 4;
    private static final Duration KEPT = Duration.ofDays(30);

    private final DownloadCache cache;
    private final Path file;
    private final byte[] source;

    private MetadataIndex(DownloadCache cache, Path directory, String name) {
        this.cache = cache;
        this.file = directory.resolve(name + ".idx");
        this.source = Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), CHECKSUM);
    }

    /** Reads and checks the metadata file. */
    public interface Source {
        Encoder read() throws IOException;
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
        Encoder encoder = source.read();
        return decoder.decode(index.isPresent() ? index.get().write(encoder) : inMemory(encoder), where);
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

    /** Decodes the body of an index. */
    public interface Decoder<T> {
        T decode(ByteBuffer body, String where) throws FormatException;
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
            ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            checkHeader(mapped);
            return decoder.decode(mapped, file.toString());
        }
    }

    private void checkHeader(ByteBuffer mapped) throws FormatException {
        if (mapped.remaining() < HEADER) {
            throw new FormatException(file.toString(), "an index", mapped.remaining() + " bytes");
        }
        CRC32C crc = new CRC32C();
        crc.update(mapped.position(HEADER));
        if (!mapped.slice(0, HEADER).equals(header((int) crc.getValue()))) {
            throw new FormatException(file.toString(), "an undamaged index of version " + VERSION, "something else");
        }
        mapped.position(HEADER);
    }

    private ByteBuffer header(int checksum) {
        return ByteBuffer.allocate(HEADER)
                .put(MAGIC)
                .put(VERSION)
                .put(source)
                .putInt(checksum)
                .flip();
    }

    /** Encodes the body of an index. */
    public interface Encoder {
        void writeTo(IndexOutput out) throws IOException;
    }

    /** Builds and writes the index and returns its body, from memory if the file cannot be written. */
    private ByteBuffer write(Encoder encoder) throws IOException {
        try {
            Path temporary = cache.temporary(file);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                channel.position(HEADER);
                IndexOutput out = new IndexOutput(channel);
                encoder.writeTo(out);
                ByteBuffer header = header(out.finish());
                while (header.hasRemaining()) {
                    channel.write(header, header.position());
                }
                ByteBuffer body = channel.map(FileChannel.MapMode.READ_ONLY, HEADER, channel.size() - HEADER);
                DownloadCache.moveInPlace(temporary, file);
                removeOld();
                return body;
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (VerificationException e) {
            throw e;
        } catch (IOException e) {
            Log.of(MetadataIndex.class).debug("cannot write index {}: {}", file, e.getMessage());
            return inMemory(encoder);
        }
    }

    /** Encodes a body in memory, without a file. */
    public static ByteBuffer inMemory(Encoder encoder) throws IOException {
        ByteArrayOutputStream memory = new ByteArrayOutputStream();
        IndexOutput out = new IndexOutput(Channels.newChannel(memory));
        encoder.writeTo(out);
        out.finish();
        return ByteBuffer.wrap(memory.toByteArray());
    }

    /** Removes the indexes of metadata that were replaced long ago. */
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
