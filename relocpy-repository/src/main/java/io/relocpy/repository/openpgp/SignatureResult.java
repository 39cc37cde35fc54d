package io.relocpy.repository.openpgp;

import java.util.Optional;

/**
 * The result of verifying one signature.
 *
 * @param keyId ID of the key that the signature claims to be from, 16 hexadecimal digits; empty if it does not say
 * @param algorithm such as {@code RSA/SHA-256}; empty if it could not be read
 * @param status the outcome
 */
public record SignatureResult(Optional<String> keyId, Optional<String> algorithm, SignatureStatus status) {}
