package io.relocpy.rpm;

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
 * What a metadata file says, in a form that is read without parsing: one file for each, named and headed by its
 * checksum, so that it can not outlive what it was made of.
 *
 * <p>It only saves time. One that is missing, of another version or damaged is made anew, and where none can be written
 * all goes on without.
 */
final class MetadataIndex {
    private static final byte[] MAGIC = "relocpy".getBytes(StandardCharsets.US_ASCII);
    /** To be raised with every change of what is written into the body. */
    private static final byte VERSION = 4;

    private static final int CHECKSUM = 256;
    private static final int HEADER = 8 + CHECKSUM + 4;
    private static final Duration KEPT = Duration.ofDays(30);

    private final Path file;
    private final byte[] source;

    /** Where the index of the metadata file with that checksum is. */
    MetadataIndex(Path folder, Checksum metadata) {
        String name = metadata.fileName();
        this.file = folder.resolve(name + ".idx");
        this.source = Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), CHECKSUM);
    }

    /** Makes values of an index's bytes. */
    interface Decoder<T> {
        T decode(ByteBuffer body, String where) throws RpmFormatException;
    }

    /** The values, if there is a right index. */
    <T> Optional<T> read(Decoder<T> decoder) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            checkHeader(mapped);
            return Optional.of(decoder.decode(mapped, file.toString()));
        } catch (IOException e) {
            Log.of(MetadataIndex.class).debug("index {} is made anew: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private void checkHeader(ByteBuffer mapped) throws RpmFormatException {
        if (mapped.remaining() < HEADER) {
            throw new RpmFormatException(file.toString(), "an index", mapped.remaining() + " bytes");
        }
        CRC32C crc = new CRC32C();
        crc.update(mapped.position(HEADER));
        if (!mapped.slice(0, HEADER).equals(header((int) crc.getValue()))) {
            throw new RpmFormatException(file.toString(), "an undamaged index of version " + VERSION, "something else");
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

    /** Puts values into an index. */
    interface Encoder {
        void writeTo(IndexOutput out) throws IOException;
    }

    /** Makes the index anew; its body, which is read from memory when no file can be written. */
    ByteBuffer write(Encoder encoder) throws IOException {
        try {
            Path temporary = DownloadCache.temporary(file);
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
        } catch (IOException e) {
            Log.of(MetadataIndex.class).debug("no index {}: {}", file, e.getMessage());
            return inMemory(encoder);
        }
    }

    /** A body that is in no file. */
    static ByteBuffer inMemory(Encoder encoder) throws IOException {
        ByteArrayOutputStream memory = new ByteArrayOutputStream();
        IndexOutput out = new IndexOutput(Channels.newChannel(memory));
        encoder.writeTo(out);
        out.finish();
        return ByteBuffer.wrap(memory.toByteArray());
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
