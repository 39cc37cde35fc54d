package io.relocpy.repository.openpgp;

import java.time.Instant;
import java.util.Set;

/** The outcome of verifying a signature. */
public sealed interface SignatureStatus {
    /**
     * The signature was made by a known key. Whether to trust it is up to a {@link VerificationPolicy}.
     *
     * @param fingerprint of the key that signed, hexadecimal
     * @param userId a user ID that the key's owner certified; empty if there is none
     * @param created when the signature was made, according to itself
     * @param weaknesses reasons not to trust it; empty if there are none
     */
    record Verified(String fingerprint, String userId, Instant created, Set<SignatureWeakness> weaknesses)
            implements SignatureStatus {
        /** Copies the set. */
        public Verified {
            weaknesses = Set.copyOf(weaknesses);
        }
    }

    /** There is no such signature. */
    record NotPresent() implements SignatureStatus {}

    /**
     * There is a signature, but no key to verify it with.
     *
     * @param reason why it was not verified
     */
    record NotChecked(String reason) implements SignatureStatus {}

    /**
     * There is a signature of a kind that this library does not support.
     *
     * @param reason what is not supported
     */
    record Unsupported(String reason) implements SignatureStatus {}

    /**
     * The data is not a single valid signature. No policy accepts it.
     *
     * @param reason why it is invalid
     */
    record Malformed(String reason) implements SignatureStatus {}

    /**
     * The key did not make this signature of this content.
     *
     * @param fingerprint of the key that the signature claims to be from, hexadecimal
     */
    record Mismatch(String fingerprint) implements SignatureStatus {}
}
