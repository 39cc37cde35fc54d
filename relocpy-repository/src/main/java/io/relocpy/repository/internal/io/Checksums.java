package io.relocpy.repository.internal.io;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Compares files with the checksums stated in metadata. */
public final class Checksums {
    private Checksums() {}

    /**
     * Verifies the size and checksum of a file by reading all of it.
     *
     * @param size expected size in bytes; -1 if unknown
     * @throws FormatException if size or checksum differ, or the algorithm is unknown
     */
    public static void check(Path file, Checksum expected, long size, String where) throws IOException {
        MessageDigest digest = DigestAlgorithm.require(expected.algorithm(), where);
        try (FileSlice in = FileSlice.open(file, 0)) {
            if (size >= 0 && in.remaining() != size) {
                throw new FormatException(where, size + " bytes", in.remaining() + " bytes");
            }
            update(digest, in);
        }
        compare(digest, expected, where);
    }

    private static void update(MessageDigest digest, FileSlice in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
        }
    }

    public static void check(byte[] content, Checksum expected, String where) throws FormatException {
        MessageDigest digest = DigestAlgorithm.require(expected.algorithm(), where);
        digest.update(content);
        compare(digest, expected, where);
    }

    /** Computes a checksum with an algorithm that every JDK supports. */
    public static Checksum of(Checksum.Algorithm algorithm, byte[] content) {
        MessageDigest digest = digest(algorithm);
        digest.update(content);
        return new Checksum(algorithm, HexFormat.of().formatHex(digest.digest()));
    }

    /** Computes the checksum of a file. */
    public static Checksum of(Checksum.Algorithm algorithm, Path file) throws IOException {
        MessageDigest digest = digest(algorithm);
        try (FileSlice in = FileSlice.open(file, 0)) {
            update(digest, in);
        }
        return new Checksum(algorithm, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest digest(Checksum.Algorithm algorithm) {
        MessageDigest digest = DigestAlgorithm.find(algorithm.standardName());
        if (digest == null) {
            throw new IllegalStateException("no " + algorithm);
        }
        return digest;
    }

    private static void compare(MessageDigest digest, Checksum expected, String where) throws FormatException {
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(expected.hex())) {
            throw new FormatException(where, "the checksum " + expected, found);
        }
    }
}
