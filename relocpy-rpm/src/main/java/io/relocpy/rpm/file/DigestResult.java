package io.relocpy.rpm.file;

/**
 * One digest that a package can carry, and what comparing it gave.
 *
 * @param scope what the digest covers
 * @param algorithm in the JDK's name
 * @param status what comparing it gave
 */
public record DigestResult(Scope scope, String algorithm, DigestStatus status) {
    /** What a digest covers. */
    public enum Scope {
        /** The main header. */
        HEADER,
        /** The main header and the compressed payload together. */
        HEADER_AND_PAYLOAD,
        /** The payload as it lies in the file. */
        PAYLOAD,
        /** The payload after decompression. */
        UNCOMPRESSED_PAYLOAD,
        /** The content of every regular file. */
        FILES
    }
}
