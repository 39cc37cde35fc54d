package io.relocpy.deb.internal.index;

import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * An index in a file, headed by a digest of what it was made of, so that it cannot outlive that. It only saves time: one
 * that is missing, of another version or damaged is made anew, and where none can be written all goes on without. The
 * CRC-32C detects damage, not intent: the file must lie where nobody else can write.
 */
public final class IndexFile {
    private static final byte[] MAGIC = "relodeb".getBytes(StandardCharsets.US_ASCII);

    /** Must be raised with every change of what is written into the body. */
    private static final byte VERSION = 1;

    private static final int KEY = 32;
    private static final int HEADER = 8 + KEY + 4;

    private IndexFile() {}

    /** One Packages file. */
    public interface Source {
        /** What identifies its content, for example a checksum. */
        String key();

        /** For messages. */
        String where();

        /** Its content, not compressed. */
        InputStream open() throws IOException;
    }

    /** Makes the index of these files, in memory. */
    public static PackageIndex read(List<String> architectures, List<? extends Source> sources) throws IOException {
        return PackageIndex.of(build(architectures, sources), architectures.size());
    }

    /**
     * The index of these files: from that file, which is made if need be.
     *
     * @throws IOException when an index is needed and a Packages file cannot be read
     */
    public static PackageIndex readOrMake(Path file, List<String> architectures, List<? extends Source> sources)
            throws IOException {
        byte[] key = key(architectures, sources);
        Optional<PackageIndex> mapped = map(file, key, architectures.size());
        if (mapped.isPresent()) {
            return mapped.get();
        }
        IndexBuilder builder = build(architectures, sources);
        if (write(file, key, builder)) {
            Optional<PackageIndex> written = map(file, key, architectures.size());
            if (written.isPresent()) {
                return written.get();
            }
        }
        return PackageIndex.of(builder, architectures.size());
    }

    private static IndexBuilder build(List<String> architectures, List<? extends Source> sources) throws IOException {
        IndexBuilder builder = new IndexBuilder(architectures);
        for (Source each : sources) {
            try (InputStream in = each.open()) {
                builder.addFile(in, each.where());
            }
        }
        return builder;
    }

    private static byte[] key(List<String> architectures, List<? extends Source> sources) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            architectures.forEach(each -> digest.update((each + "\0").getBytes(StandardCharsets.UTF_8)));
            digest.update((byte) 1);
            sources.forEach(each -> digest.update((each.key() + "\0").getBytes(StandardCharsets.UTF_8)));
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /** The index, if there is a right one in that file. */
    private static Optional<PackageIndex> map(Path file, byte[] key, int configured) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            if (mapped.remaining() < HEADER) {
                throw new FormatException(file.toString(), "an index", mapped.remaining() + " bytes");
            }
            CRC32C crc = new CRC32C();
            crc.update(mapped.position(HEADER));
            if (!mapped.slice(0, HEADER).equals(header(key, (int) crc.getValue()))) {
                throw new FormatException(file.toString(), "an undamaged index of these lists", "something else");
            }
            return Optional.of(PackageIndex.read(mapped.position(HEADER), configured, file.toString()));
        } catch (IOException e) {
            return Optional.empty(); // it is made anew
        }
    }

    private static ByteBuffer header(byte[] key, int checksum) {
        return ByteBuffer.allocate(HEADER)
                .put(MAGIC)
                .put(VERSION)
                .put(key)
                .putInt(checksum)
                .flip();
    }

    /** Whether the file could be written. */
    private static boolean write(Path file, byte[] key, IndexBuilder builder) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            Path temporary = Files.createTempFile(directory, ".index", ".tmp");
            try {
                try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                    channel.position(HEADER);
                    IndexOutput out = new IndexOutput(channel);
                    new IndexWriter(builder).writeTo(out);
                    ByteBuffer header = header(key, out.finish());
                    while (header.hasRemaining()) {
                        channel.write(header, header.position());
                    }
                }
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
