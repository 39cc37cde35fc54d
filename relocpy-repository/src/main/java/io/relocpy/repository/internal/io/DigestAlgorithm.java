package io.relocpy.repository.internal.io;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** Digest algorithms by OpenPGP's numbers, which rpm's headers use (RFC 4880 section 9.4, RFC 9580 section 9.5). */
public final class DigestAlgorithm {
    public static final int MD5 = 1;
    public static final int SHA256 = 8;
    /** A key algorithm that is no longer made, but still found: RSA for signatures alone. */
    public static final int RSA_SIGN_ONLY = 3;

    private DigestAlgorithm() {}

    /** The JDK's name; one that no provider knows for a number without a name. */
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

    /** As {@link #find}, where nothing can be done without it. */
    public static MessageDigest require(Checksum.Algorithm algorithm, String where) throws FormatException {
        MessageDigest digest = find(algorithm.standardName());
        if (digest == null) {
            throw new FormatException(where, "a checksum of an algorithm that this Java has", algorithm.toString());
        }
        return digest;
    }

    /** Null when this JDK does not know the algorithm. */
    public static @Nullable MessageDigest find(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            return null;
        }
    }
}
