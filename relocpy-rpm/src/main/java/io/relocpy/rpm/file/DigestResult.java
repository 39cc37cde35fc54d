package io.relocpy.rpm.file;

/**
 * The result of verifying a digest that a package can contain.
 *
 * @param scope what the digest covers
 * @param algorithm the JDK's name of the algorithm
 * @param status the outcome
 */
public record DigestResult(Scope scope, String algorithm, DigestStatus status) {
    /** What a digest covers. */
    public enum Scope {
        /** The main header. */
        HEADER,
        /** The main header and the compressed payload together. */
        HEADER_AND_PAYLOAD,
        /** The compressed payload. */
        PAYLOAD,
        /** The decompressed payload. */
        UNCOMPRESSED_PAYLOAD,
        /** The content of every regular file. */
        FILES
    }
}
