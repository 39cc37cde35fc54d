package io.relocpy.rpm.file;

/** The outcome of verifying a digest. */
public sealed interface DigestStatus {
    /** The digest matches. */
    record Verified() implements DigestStatus {}

    /** The package has no such digest. */
    record NotPresent() implements DigestStatus {}

    /**
     * The digest was not verified.
     *
     * @param reason why not
     */
    record NotChecked(String reason) implements DigestStatus {}

    /**
     * The digest uses an algorithm that this library or JDK does not support.
     *
     * @param reason what is not supported
     */
    record Unsupported(String reason) implements DigestStatus {}

    /**
     * The digest does not match.
     *
     * @param subject path of the file, for the digests of files; empty otherwise
     * @param expected the digest stated by the package, hexadecimal
     * @param found the computed digest, hexadecimal
     */
    record Mismatch(String subject, String expected, String found) implements DigestStatus {}
}
