package io.relocpy.repository;

import io.relocpy.repository.internal.text.Printable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A digest as repository metadata, lockfiles and headers state it: a known algorithm, and as many digits as it has. Files
 * of the cache are named after such values, so there is no other way to make one. Immutable.
 *
 * @param algorithm of the digest
 * @param hex the digest in lower-case hexadecimal digits, {@link Algorithm#digits} of them
 */
public record Checksum(Algorithm algorithm, String hex) {
    /** The algorithms that rpm, createrepo_c and libdnf know, the weakest first. */
    public enum Algorithm {
        /** Broken: two files of one checksum are made in seconds. */
        MD5("MD5", 16),
        /** Broken: two files of one checksum were made in 2017, and have become cheap. */
        SHA_1("SHA-1", 20),
        /** FIPS 180-4. */
        SHA_224("SHA-224", 28),
        /** FIPS 180-4. */
        SHA_256("SHA-256", 32),
        /** FIPS 180-4. */
        SHA_384("SHA-384", 48),
        /** FIPS 180-4. */
        SHA_512("SHA-512", 64),
        /** FIPS 202; in the headers of rpm 6. */
        SHA3_256("SHA3-256", 32),
        /** FIPS 202; in the headers of rpm 6. */
        SHA3_512("SHA3-512", 64);

        private static final Map<String, Algorithm> BY_METADATA_NAME = Map.of(
                "md5", MD5, "sha", SHA_1, "sha1", SHA_1, "sha224", SHA_224, "sha256", SHA_256, "sha384", SHA_384,
                "sha512", SHA_512);

        private final String standardName;
        private final int bytes;

        Algorithm(String standardName, int bytes) {
            this.standardName = standardName;
            this.bytes = bytes;
        }

        /** {@code SHA-256}, as {@link java.security.MessageDigest} and lockfiles have it. */
        public String standardName() {
            return standardName;
        }

        /** How many hexadecimal digits a digest has. */
        public int digits() {
            return 2 * bytes;
        }

        /** Whether files can be forged to a checksum: MD5 and SHA-1. */
        public boolean isBroken() {
            return this == MD5 || this == SHA_1;
        }

        /**
         * The algorithm of a name that repository metadata use, such as {@code sha256} or {@code sha}, which is SHA-1.
         *
         * @param name in either case
         */
        public static Optional<Algorithm> ofMetadata(String name) {
            return Optional.ofNullable(BY_METADATA_NAME.get(name.toLowerCase(Locale.ROOT)));
        }

        /** The algorithm with that {@linkplain #standardName standard name}. */
        public static Optional<Algorithm> ofStandardName(String name) {
            return Arrays.stream(values())
                    .filter(each -> each.standardName.equals(name))
                    .findFirst();
        }

        /** Whether these are the digits of one of its digests, in lower case. */
        public boolean accepts(String hex) {
            return hex.length() == digits() && isHex(hex);
        }

        @Override
        public String toString() {
            return standardName;
        }
    }

    /**
     * A checksum of the caller's; for text from outside see {@link #parse(String, String, String)}.
     *
     * @throws IllegalArgumentException unless the digits are as many as the algorithm has, in lower case
     */
    public Checksum {
        if (!algorithm.accepts(hex)) {
            throw new IllegalArgumentException(expected(algorithm) + ", not " + Printable.quote(hex));
        }
    }

    /**
     * A checksum as metadata state it.
     *
     * @param type createrepo's name of the algorithm, of either case: {@code sha256}, {@code sha} (which is SHA-1), {@code
     *     md5} …
     * @param hex hexadecimal digits of either case
     * @param where for the message
     * @throws FormatException when the algorithm is unknown or the digits are not as many as it has
     */
    public static Checksum parse(String type, String hex, String where) throws FormatException {
        return parse(type, hex, () -> where);
    }

    /** The same where a place is not told a thousand times for nothing. */
    public static Checksum parse(String type, String hex, Supplier<String> where) throws FormatException {
        Algorithm algorithm = Algorithm.BY_METADATA_NAME.get(type.toLowerCase(Locale.ROOT));
        if (algorithm == null) {
            throw new FormatException(
                    where.get(), "md5, sha, sha1, sha224, sha256, sha384 or sha512", Printable.quote(type));
        }
        return of(algorithm, hex, where);
    }

    /**
     * A checksum as {@link #toString} gives it.
     *
     * @param text such as {@code SHA-256:0123…}
     * @param where for the message
     * @throws FormatException when the algorithm is unknown or the digits are not as many as it has
     */
    public static Checksum parse(String text, String where) throws FormatException {
        int colon = text.indexOf(':');
        Algorithm algorithm = colon < 0
                ? null
                : Algorithm.ofStandardName(text.substring(0, colon)).orElse(null);
        if (algorithm == null) {
            throw new FormatException(where, "algorithm:checksum", Printable.quote(text));
        }
        return of(algorithm, text.substring(colon + 1), () -> where);
    }

    static Checksum of(Algorithm algorithm, String hex, Supplier<String> where) throws FormatException {
        String lower = hex.toLowerCase(Locale.ROOT);
        if (!algorithm.accepts(lower)) {
            throw new FormatException(where.get(), expected(algorithm), Printable.quote(hex));
        }
        return new Checksum(algorithm, lower);
    }

    private static String expected(Algorithm algorithm) {
        return algorithm + " of " + algorithm.digits() + " hexadecimal digits";
    }

    /** Whether text is lower-case hexadecimal digits. */
    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** Whether files can be forged to it, see {@link Algorithm#isBroken}. */
    public boolean isBroken() {
        return algorithm.isBroken();
    }

    /** {@code SHA-256:0123…}. */
    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
