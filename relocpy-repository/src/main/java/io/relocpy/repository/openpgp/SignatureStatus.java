package io.relocpy.repository.openpgp;

import io.relocpy.repository.internal.text.Printable;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The outcome of verifying a signature; {@code toString} gives it as text. */
public sealed interface SignatureStatus {
    /**
     * The signature was made by a known key. Whether to trust it is up to a {@link VerificationPolicy}.
     *
     * @param fingerprint of the key that signed, hexadecimal
     * @param userId a user ID that the key's owner certified, with any characters; empty if there is none
     * @param created when the signature was made, according to itself
     * @param weaknesses reasons not to trust it; empty if there are none
     */
    record Verified(String fingerprint, Optional<String> userId, Instant created, Set<SignatureWeakness> weaknesses)
            implements SignatureStatus {
        /** Copies the set. */
        public Verified {
            weaknesses = Set.copyOf(weaknesses);
        }

        @Override
        public String toString() {
            return "good, by " + userId.map(name -> Printable.of(name) + ", ").orElse("") + "key " + fingerprint
                    + ", of " + created + (weaknesses.isEmpty() ? "" : ", but " + weaknesses);
        }
    }

    /** There is no such signature. */
    record NotPresent() implements SignatureStatus {
        @Override
        public String toString() {
            return "not present";
        }
    }

    /**
     * There is a signature, but no key to verify it with.
     *
     * @param reason why it was not verified
     */
    record NotChecked(String reason) implements SignatureStatus {
        @Override
        public String toString() {
            return "not checked: " + reason;
        }
    }

    /**
     * There is a signature of a kind that this library does not support.
     *
     * @param reason what is not supported
     */
    record Unsupported(String reason) implements SignatureStatus {
        @Override
        public String toString() {
            return "not supported: " + reason;
        }
    }

    /**
     * The data is not a single valid signature. No policy accepts it.
     *
     * @param reason why it is invalid
     */
    record Malformed(String reason) implements SignatureStatus {
        @Override
        public String toString() {
            return "malformed: " + reason;
        }
    }

    /**
     * The key did not make this signature of this content.
     *
     * @param fingerprint of the key that the signature claims to be from, hexadecimal
     */
    record Mismatch(String fingerprint) implements SignatureStatus {
        @Override
        public String toString() {
            return "wrong: not made by key " + fingerprint;
        }
    }
}
