package io.relocpy.repository.internal.io;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** Digest algorithms by their OpenPGP numbers, which rpm headers use (RFC 4880 section 9.4, RFC 9580 section 9.5). */
public final class DigestAlgorithm {
    public static final int MD5 = 1;
    public static final int SHA256 = 8;
    /** A deprecated key algorithm that is still in use: sign-only RSA. */
    public static final int RSA_SIGN_ONLY = 3;

    private DigestAlgorithm() {}

    /** The JDK's name; for an unknown number, a name that no provider knows. */
    public static String name(long number) {
        return switch ((int) Math.min(number, Integer.MAX_VALUE)) {
            case MD5 -> "MD5";
            case 2 -> "SHA-1";
            case 3 -> "RIPEMD160";
            case SHA256 -> "SHA-256";
            case 9 -> "SHA-384";
            case 10 -> "SHA-512";
            case 11 -> "SHA-224";
            case 12 -> "SHA3-256";
            case 14 -> "SHA3-512";
            default -> "OpenPGP-hash-" + number;
        };
    }

    /** Like {@link #find}, but fails if the algorithm is missing. */
    public static MessageDigest require(Checksum.Algorithm algorithm, String where) throws FormatException {
        MessageDigest digest = find(algorithm.standardName());
        if (digest == null) {
            throw new FormatException(
                    where, "a checksum with an algorithm supported by this JDK", algorithm.toString());
        }
        return digest;
    }

    /** Returns null if this JDK does not support the algorithm. */
    public static @Nullable MessageDigest find(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            return null;
        }
    }
}
