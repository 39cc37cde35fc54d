package io.relocpy.repository.openpgp;

/** Why a signature that is mathematically right may still not be trusted. */
public enum SignatureWeakness {
    /** The key's time is over. */
    KEY_EXPIRED,
    /** The key, or the primary key above it, was revoked by its owner. */
    KEY_REVOKED,
    /** No valid signature of the primary key says that the key is its own and may sign. */
    KEY_UNBOUND,
    /** RSA or DSA of less than 2048 bits. */
    KEY_SHORT,
    /** The signature's own time is over. */
    SIGNATURE_EXPIRED,
    /** It says that it was made before its key was. */
    SIGNATURE_BEFORE_KEY,
    /** It says that it was made in the future, by more than clocks may differ: half an hour. */
    SIGNATURE_IN_FUTURE,
    /** Made with MD5, SHA-1 or RIPEMD-160. */
    DIGEST_BROKEN
}
