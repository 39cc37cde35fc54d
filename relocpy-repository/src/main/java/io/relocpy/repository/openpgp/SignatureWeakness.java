package io.relocpy.repository.openpgp;

/** Why a cryptographically correct signature may still not be trusted. */
public enum SignatureWeakness {
    /** The key has expired. */
    KEY_EXPIRED,
    /** The key or its primary key was revoked by its owner. */
    KEY_REVOKED,
    /** No valid signature of the primary key binds the key and allows it to sign. */
    KEY_UNBOUND,
    /** RSA or DSA with fewer than 2048 bits. */
    KEY_SHORT,
    /** The signature itself has expired. */
    SIGNATURE_EXPIRED,
    /** The signature is dated before the creation of its key. */
    SIGNATURE_BEFORE_KEY,
    /** The signature is dated more than half an hour, the tolerated clock skew, in the future. */
    SIGNATURE_IN_FUTURE,
    /** The signature uses MD5, SHA-1 or RIPEMD-160. */
    DIGEST_BROKEN
}
