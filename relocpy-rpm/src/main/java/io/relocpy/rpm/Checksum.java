package io.relocpy.rpm;

import java.util.Locale;
import java.util.Set;

/**
 * A digest as repository metadata and headers state it. Immutable.
 *
 * @param algorithm in the JDK's name: {@code SHA-256}, {@code SHA-512}, {@code SHA-1}, …
 * @param hex the digest in lower-case hexadecimal digits
 */
public record Checksum(String algorithm, String hex) {
    private static final Set<String> SHA = Set.of("sha224", "sha256", "sha384", "sha512");

    /** Lowers the digits' case. */
    public Checksum {
        hex = hex.toLowerCase(Locale.ROOT);
    }

    /**
     * A checksum by createrepo's name of the algorithm: {@code sha256}, {@code sha} (which is SHA-1), {@code md5} …
     *
     * @param type createrepo's name
     * @param hex hexadecimal digits
     * @return never null; an unknown algorithm is kept as it is and fails when it is computed
     */
    public static Checksum of(String type, String hex) {
        String name = type.toLowerCase(Locale.ROOT);
        if (SHA.contains(name)) {
            return new Checksum("SHA-" + name.substring(3), hex);
        }
        return new Checksum(name.equals("sha") || name.equals("sha1") ? "SHA-1" : type.toUpperCase(Locale.ROOT), hex);
    }

    /** {@code SHA-256:0123…}. */
    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
