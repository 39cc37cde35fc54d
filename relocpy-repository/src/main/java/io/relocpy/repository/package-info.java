/**
 * What repositories of RPM and Debian packages have in common: checksums, download settings and events, and exceptions.
 *
 * <p>Most callers use these types through {@code io.relocpy.rpm} or {@code io.relocpy.bundle}:
 *
 * <pre>{@code
 * HttpSettings http = HttpSettings.DEFAULT.withTimeout(Duration.ofSeconds(10));
 * Consumer<TransferEvent> listener = event -> log.debug("{}", event);
 * }</pre>
 *
 * @see io.relocpy.repository.openpgp
 */
@NullMarked
package io.relocpy.repository;

import org.jspecify.annotations.NullMarked;
