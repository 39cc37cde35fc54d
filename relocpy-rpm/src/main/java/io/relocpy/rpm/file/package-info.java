/**
 * RPM package files: {@link io.relocpy.rpm.file.RpmFile} reads headers and payloads and verifies digests and signatures;
 * {@link io.relocpy.rpm.file.InstalledPackages} reads the database of an installed system.
 *
 * <pre>{@code
 * RpmFile rpm = RpmFile.open(path).verified(keys, VerificationPolicy.STRICT);
 * try (RpmPayload payload = rpm.payload()) {
 *     for (Optional<PayloadEntry> next = payload.next(); next.isPresent(); next = payload.next()) {
 *         PayloadEntry entry = next.get();
 *         System.out.println(entry.path());
 *     }
 * }
 * }</pre>
 */
@NullMarked
package io.relocpy.rpm.file;

import org.jspecify.annotations.NullMarked;
