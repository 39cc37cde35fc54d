/**
 * Debian package files: {@link io.relocpy.deb.file.DebFile} reads the control information, and the payload as a stream.
 *
 * <pre>{@code
 * DebFile deb = DebFile.open(path, sha256);
 * System.out.println(deb.name() + " " + deb.version());
 * try (DebPayload payload = deb.payload()) {
 *     for (Optional<PayloadEntry> next = payload.next(); next.isPresent(); next = payload.next()) {
 *         System.out.println(next.get().path());
 *     }
 * }
 * }</pre>
 *
 * <p>Next: {@link io.relocpy.deb.resolve.DebRepositories} finds out which packages are needed, and downloads them.
 */
@NullMarked
package io.relocpy.deb.file;

import org.jspecify.annotations.NullMarked;
