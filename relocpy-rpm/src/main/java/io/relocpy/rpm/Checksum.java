package io.relocpy.rpm;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

        private static final Map<String, Algorithm> BY_CREATEREPO_NAME = Map.of(
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

        /** By createrepo's name, of either case; null when there is none of that name. */
        static @Nullable Algorithm ofCreaterepo(String type) {
            return BY_CREATEREPO_NAME.get(type.toLowerCase(Locale.ROOT));
        }

        /** By its standard name; null when there is none of that name. */
        static @Nullable Algorithm ofStandard(String name) {
            for (Algorithm each : values()) {
                if (each.standardName.equals(name)) {
                    return each;
                }
            }
            return null;
        }

        /** Whether these are the digits of one of its digests, in lower case. */
        boolean accepts(String hex) {
            return hex.length() == digits() && isHex(hex);
        }

        @Override
        public String toString() {
            return standardName;
        }
    }

    private static final List<Algorithm> ALGORITHMS = List.of(Algorithm.values());

    /**
     * A checksum of the caller's; for text from outside see {@link #parse(String, String, String)}.
     *
     * @throws IllegalArgumentException unless the digits are as many as the algorithm has, in lower case
     */
    public Checksum {
        if (!algorithm.accepts(hex)) {
            throw new IllegalArgumentException(expected(algorithm) + ", not " + PackageNames.quote(hex));
        }
    }

    /**
     * A checksum as metadata state it.
     *
     * @param type createrepo's name of the algorithm, of either case: {@code sha256}, {@code sha} (which is SHA-1), {@code
     *     md5} …
     * @param hex hexadecimal digits of either case
     * @param where for the message
     * @throws RpmFormatException when the algorithm is unknown or the digits are not as many as it has
     */
    public static Checksum parse(String type, String hex, String where) throws RpmFormatException {
        return parse(type, hex, () -> where);
    }

    /** The same where a place is not told a thousand times for nothing. */
    static Checksum parse(String type, String hex, Supplier<String> where) throws RpmFormatException {
        Algorithm algorithm = Algorithm.ofCreaterepo(type);
        if (algorithm == null) {
            throw new RpmFormatException(
                    where.get(), "md5, sha, sha1, sha224, sha256, sha384 or sha512", PackageNames.quote(type));
        }
        return of(algorithm, hex, where);
    }

    /**
     * A checksum as {@link #toString} gives it.
     *
     * @param text such as {@code SHA-256:0123…}
     * @param where for the message
     * @throws RpmFormatException when the algorithm is unknown or the digits are not as many as it has
     */
    public static Checksum parse(String text, String where) throws RpmFormatException {
        int colon = text.indexOf(':');
        Algorithm algorithm = colon < 0 ? null : Algorithm.ofStandard(text.substring(0, colon));
        if (algorithm == null) {
            throw new RpmFormatException(where, "algorithm:checksum", PackageNames.quote(text));
        }
        return of(algorithm, text.substring(colon + 1), () -> where);
    }

    static Checksum of(Algorithm algorithm, String hex, Supplier<String> where) throws RpmFormatException {
        String lower = hex.toLowerCase(Locale.ROOT);
        if (!algorithm.accepts(lower)) {
            throw new RpmFormatException(where.get(), expected(algorithm), PackageNames.quote(hex));
        }
        return new Checksum(algorithm, lower);
    }

    /**
     * The digits of a checksum whose algorithm is stated elsewhere.
     *
     * @return in lower case; null for what is none
     */
    static @Nullable String digits(String hex) {
        String lower = hex.toLowerCase(Locale.ROOT);
        for (Algorithm each : ALGORITHMS) {
            if (each.accepts(lower)) {
                return lower;
            }
        }
        return null;
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

    /** What files and folders of the cache are named after it: {@code sha-256-0123…}; never anything of another shape. */
    String fileName() {
        return algorithm.standardName.toLowerCase(Locale.ROOT) + "-" + hex;
    }

    /** {@code SHA-256:0123…}. */
    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
