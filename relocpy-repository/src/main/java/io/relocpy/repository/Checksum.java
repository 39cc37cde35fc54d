package io.relocpy.repository;

import io.relocpy.repository.internal.text.Printable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A digest as stated in repository metadata, lockfiles and headers: a known algorithm and exactly as many digits as it
 * has. Cache files are named after checksums, so invalid ones cannot be created. Immutable.
 *
 * @param algorithm the digest algorithm
 * @param hex the digest in lower-case hexadecimal digits, {@link Algorithm#digits} of them
 */
public record Checksum(Algorithm algorithm, String hex) {
    /** The algorithms that packages and metadata use, weakest first. */
    public enum Algorithm {
        /** Broken: collisions take seconds. */
        MD5("MD5", 16),
        /** Broken: the first collision was found in 2017, and they have become cheap since. */
        SHA_1("SHA-1", 20),
        /** FIPS 180-4. */
        SHA_224("SHA-224", 28),
        /** FIPS 180-4. */
        SHA_256("SHA-256", 32),
        /** FIPS 180-4. */
        SHA_384("SHA-384", 48),
        /** FIPS 180-4. */
        SHA_512("SHA-512", 64),
        /** FIPS 202. */
        SHA3_256("SHA3-256", 32),
        /** FIPS 202. */
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

        /** {@code SHA-256}, the name used by {@link java.security.MessageDigest} and in lockfiles. */
        public String standardName() {
            return standardName;
        }

        /** The number of hexadecimal digits of a digest. */
        public int digits() {
            return 2 * bytes;
        }

        /** Whether files with the same checksum can be forged: true for MD5 and SHA-1. */
        public boolean isBroken() {
            return this == MD5 || this == SHA_1;
        }

        /**
         * Finds an algorithm by its name in repository metadata, such as {@code sha256} or {@code sha}, which is SHA-1.
         *
         * @param name case-insensitive
         */
        public static Optional<Algorithm> ofMetadata(String name) {
            return Optional.ofNullable(BY_METADATA_NAME.get(name.toLowerCase(Locale.ROOT)));
        }

        /** Finds an algorithm by its {@linkplain #standardName standard name}. */
        public static Optional<Algorithm> ofStandardName(String name) {
            return Arrays.stream(values())
                    .filter(each -> each.standardName.equals(name))
                    .findFirst();
        }

        /** Whether this is a valid digest of this algorithm in lower-case hexadecimal digits. */
        public boolean accepts(String hex) {
            return hex.length() == digits() && isHex(hex);
        }

        @Override
        public String toString() {
            return standardName;
        }
    }

    /**
     * Creates a checksum. For untrusted text, use {@link #parse(String, String, String)}.
     *
     * @throws IllegalArgumentException if {@code hex} is not a valid digest of the algorithm in lower case
     */
    public Checksum {
        if (!algorithm.accepts(hex)) {
            throw new IllegalArgumentException(expected(algorithm) + ", not " + Printable.quote(hex));
        }
    }

    /**
     * Parses a checksum as written in repository metadata.
     *
     * @param type name of the algorithm, case-insensitive: {@code sha256}, {@code sha} (SHA-1),
     *     {@code md5} …
     * @param hex hexadecimal digits, case-insensitive
     * @param where location for the message
     * @throws FormatException if the algorithm is unknown or the number of digits is wrong
     */
    public static Checksum parse(String type, String hex, String where) throws FormatException {
        return parse(type, hex, () -> where);
    }

    /** As above, building the location only if it is needed. */
    public static Checksum parse(String type, String hex, Supplier<String> where) throws FormatException {
        Algorithm algorithm = Algorithm.BY_METADATA_NAME.get(type.toLowerCase(Locale.ROOT));
        if (algorithm == null) {
            throw new FormatException(
                    where.get(), "md5, sha, sha1, sha224, sha256, sha384 or sha512", Printable.quote(type));
        }
        return of(algorithm, hex, where);
    }

    /**
     * Parses the result of {@link #toString}.
     *
     * @param text such as {@code SHA-256:0123…}
     * @param where location for the message
     * @throws FormatException if the algorithm is unknown or the number of digits is wrong
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

    /** Whether the text consists of lower-case hexadecimal digits. */
    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** Whether files with the same checksum can be forged; see {@link Algorithm#isBroken}. */
    public boolean isBroken() {
        return algorithm.isBroken();
    }

    /** {@code SHA-256:0123…}. */
    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
