package io.relocpy.repository.openpgp;

import java.time.Instant;
import java.util.Set;

/** What checking a signature gave. */
public sealed interface SignatureStatus {
    /**
     * The signature is that of a known key; whether to trust it is for a {@link VerificationPolicy} to say.
     *
     * @param fingerprint of the key that signed, hexadecimal
     * @param userId a name that its owner gave the key; empty without
     * @param created when the signature was made, as it says itself
     * @param weaknesses what speaks against it; empty for a good one
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
     * There is one, but no key to check it with.
     *
     * @param reason in words
     */
    record NotChecked(String reason) implements SignatureStatus {}

    /**
     * There is one, of a kind that this library does not know.
     *
     * @param reason what is unknown, in words
     */
    record Unsupported(String reason) implements SignatureStatus {}

    /**
     * What is in a signature's place is not one signature, or says what makes it void. No policy accepts it.
     *
     * @param reason what is wrong with it
     */
    record Malformed(String reason) implements SignatureStatus {}

    /**
     * It is not the key's signature of this content.
     *
     * @param fingerprint of the key that it claims to be from, hexadecimal
     */
    record Mismatch(String fingerprint) implements SignatureStatus {}
}
