package io.relocpy.repository.openpgp;

/**
 * The result of verifying one signature.
 *
 * @param keyId ID of the key that the signature claims to be from, 16 hexadecimal digits; empty if not stated
 * @param algorithm such as {@code RSA/SHA-256}; empty if it could not be read
 * @param status the outcome
 */
public record SignatureResult(String keyId, String algorithm, SignatureStatus status) {}
