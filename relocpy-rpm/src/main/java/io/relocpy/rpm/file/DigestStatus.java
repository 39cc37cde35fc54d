package io.relocpy.rpm.file;

import java.util.Optional;

/** The outcome of verifying a digest; {@code toString} gives it as text. */
public sealed interface DigestStatus {
    /** The digest matches. */
    record Verified() implements DigestStatus {
        @Override
        public String toString() {
            return "good";
        }
    }

    /** The package has no such digest. */
    record NotPresent() implements DigestStatus {
        @Override
        public String toString() {
            return "not present";
        }
    }

    /**
     * The digest was not verified.
     *
     * @param reason why not
     */
    record NotChecked(String reason) implements DigestStatus {
        @Override
        public String toString() {
            return "not checked: " + reason;
        }
    }

    /**
     * The digest uses an algorithm that this library or JDK does not support.
     *
     * @param reason what is not supported
     */
    record Unsupported(String reason) implements DigestStatus {
        @Override
        public String toString() {
            return "not supported: " + reason;
        }
    }

    /**
     * The digest does not match.
     *
     * @param file path of the file, for the digests of files; empty otherwise
     * @param expected the digest stated by the package, hexadecimal
     * @param found the computed digest, hexadecimal
     */
    record Mismatch(Optional<String> file, String expected, String found) implements DigestStatus {
        @Override
        public String toString() {
            return "wrong: " + file.map(path -> path + ": ").orElse("") + "expected " + expected + ", found " + found;
        }
    }
}
