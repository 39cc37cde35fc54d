package io.relocpy.deb.internal.index;

import io.relocpy.repository.internal.index.IndexFormat;
import io.relocpy.repository.internal.io.RegularFile;
import java.io.IOException;
import java.io.InputStream;
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

/**
 * An index in a file, headed by a digest of what it was made of, so that it cannot outlive that. It only saves time: one
 * that is missing, of another version or damaged is made anew, and where none can be written, nothing is stored. The
 * CRC-32C detects damage, not intent: the file must lie where nobody else can write.
 */
public final class IndexFile {
    private static final String NAME = "relodeb";

    /** Must be raised with every change of what is written into the body. */
    private static final byte VERSION = 1;

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
        Optional<PackageIndex> made =
                make(file, key, architectures, sources) ? map(file, key, architectures.size()) : Optional.empty();
        return made.isPresent() ? made.get() : read(architectures, sources);
    }

    /** Whether the file could be written. What was read is in memory only meanwhile, not together with the index. */
    private static boolean make(Path file, byte[] key, List<String> architectures, List<? extends Source> sources)
            throws IOException {
        Path temporary;
        try {
            temporary = Files.createTempFile(file.toAbsolutePath().getParent(), ".index", ".tmp");
        } catch (IOException e) {
            return false;
        }
        try {
            return write(build(architectures, sources), temporary, file, key);
        } finally {
            Files.deleteIfExists(temporary);
        }
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

    private static IndexFormat format(byte[] key) {
        return new IndexFormat(NAME, VERSION, key);
    }

    /** The index, if there is a right one in that file. */
    private static Optional<PackageIndex> map(Path file, byte[] key, int configured) {
        try (FileChannel channel = RegularFile.open(file)) {
            return Optional.of(PackageIndex.read(format(key).open(channel, file.toString()), configured));
        } catch (IOException e) {
            return Optional.empty(); // it is made anew
        }
    }

    private static boolean write(IndexBuilder builder, Path temporary, Path file, byte[] key) {
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                format(key).write(channel, new IndexWriter(builder)::writeTo);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
