package io.relocpy.rpm.file;

/** What comparing a digest gave. */
public sealed interface DigestStatus {
    /** The content has the digest that the package states. */
    record Verified() implements DigestStatus {}

    /** The package states no such digest. */
    record NotPresent() implements DigestStatus {}

    /**
     * Stated, but not compared.
     *
     * @param reason why, in words
     */
    record NotChecked(String reason) implements DigestStatus {}

    /**
     * Stated, in a way that this library or JDK cannot compute.
     *
     * @param reason what is unknown, in words
     */
    record Unsupported(String reason) implements DigestStatus {}

    /**
     * The content is not what the package states.
     *
     * @param subject of what, where it is one of many; empty otherwise
     * @param expected hexadecimal, as the package states it
     * @param found hexadecimal, as computed
     */
    record Mismatch(String subject, String expected, String found) implements DigestStatus {}
}
