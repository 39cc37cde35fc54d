package io.relocpy.repository.openpgp;

/**
 * One signature and what checking it gave.
 *
 * @param keyId of the key that it claims to be from, 16 hexadecimal digits; empty when it does not say
 * @param algorithm such as {@code RSA/SHA-256}; empty when it could not be read
 * @param status what checking it gave
 */
public record SignatureResult(String keyId, String algorithm, SignatureStatus status) {}
