package io.relocpy.rpm;

/**
 * One signature and what checking it gave.
 *
 * @param scope what it covers: {@code HEADER} or {@code HEADER_AND_PAYLOAD}
 * @param keyId of the key that it claims to be from, 16 hexadecimal digits; empty when it does not say
 * @param algorithm such as {@code RSA/SHA-256}; empty when it could not be read
 * @param status what checking it gave
 */
public record SignatureResult(DigestResult.Scope scope, String keyId, String algorithm, SignatureStatus status) {}
