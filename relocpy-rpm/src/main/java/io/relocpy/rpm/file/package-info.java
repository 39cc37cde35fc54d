/**
 * RPM package files: {@link io.relocpy.rpm.file.RpmFile} reads headers and payloads and verifies digests and signatures;
 * {@link io.relocpy.rpm.file.InstalledPackages} reads the database of an installed system.
 *
 * <pre>{@code
 * RpmFile rpm = RpmFile.open(path).verified(keys, VerificationPolicy.STRICT);
 * try (RpmPayload payload = rpm.payload()) {
 *     for (PayloadEntry entry = payload.next(); entry != null; entry = payload.next()) {
 *         System.out.println(entry.path());
 *     }
 * }
 * }</pre>
 */
@NullMarked
package io.relocpy.rpm.file;

import org.jspecify.annotations.NullMarked;
