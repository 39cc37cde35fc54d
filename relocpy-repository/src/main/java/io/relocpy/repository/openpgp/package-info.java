/**
 * OpenPGP keys and signatures: {@link io.relocpy.repository.openpgp.KeyRing} verifies, {@link
 * io.relocpy.repository.openpgp.SigningKey} signs, and {@link io.relocpy.repository.openpgp.VerificationPolicy} says which
 * weaknesses are acceptable.
 *
 * <pre>{@code
 * KeyRing keys = KeyRing.read(Path.of("vendor.asc"));
 * DetachedSignature signature = DetachedSignature.parse(Files.readAllBytes(asc), asc.toString());
 * signature.verify(content, "relocpy.json", keys, VerificationPolicy.STRICT);
 * }</pre>
 */
@NullMarked
package io.relocpy.repository.openpgp;

import org.jspecify.annotations.NullMarked;
