package io.relocpy.rpm;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Compares files with what metadata say of them. */
final class Checksums {
    private Checksums() {}

    /**
     * Reads the file through.
     *
     * @param size as stated; -1 when it is not
     * @throws RpmFormatException when it is another size or content, or the algorithm is unknown
     */
    static void check(Path file, Checksum expected, long size, String where) throws IOException {
        MessageDigest digest = DigestAlgorithm.require(expected.algorithm(), where);
        try (FileSlice in = FileSlice.open(file, 0)) {
            if (size >= 0 && in.remaining() != size) {
                throw new RpmFormatException(where, size + " bytes", in.remaining() + " bytes");
            }
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        compare(digest, expected, where);
    }

    static void check(byte[] content, Checksum expected, String where) throws RpmFormatException {
        MessageDigest digest = DigestAlgorithm.require(expected.algorithm(), where);
        digest.update(content);
        compare(digest, expected, where);
    }

    /** The checksum of an algorithm that every JDK has. */
    static Checksum of(Checksum.Algorithm algorithm, byte[] content) {
        MessageDigest digest = DigestAlgorithm.find(algorithm.standardName());
        if (digest == null) {
            throw new IllegalStateException("no " + algorithm);
        }
        return new Checksum(algorithm, HexFormat.of().formatHex(digest.digest(content)));
    }

    /**
     * Passes a checksum that files cannot be forged to.
     *
     * @param where which file it is the only checksum of
     * @throws VerificationException for MD5 and SHA-1, unless the policy tolerates them
     */
    static void requireUnbroken(Checksum checksum, VerificationPolicy policy, String where)
            throws VerificationException {
        if (checksum.isBroken() && !policy.brokenDigests()) {
            throw new VerificationException(
                    where,
                    "the only checksum is by " + checksum.algorithm()
                            + ", to which files can be forged; repositories made"
                            + " for EL 5 to 7 need --allow-broken-digests, or"
                            + " RepositoryConfig.Builder.tolerateBrokenDigests(true)");
        }
    }

    private static void compare(MessageDigest digest, Checksum expected, String where) throws RpmFormatException {
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(expected.hex())) {
            throw new RpmFormatException(where, "the checksum " + expected, found);
        }
    }
}
