/**
 * Debian packages as values: versions, dependencies, origins and pins. These are the types that the other packages speak in:
 *
 * <ul>
 *   <li>{@link io.relocpy.deb.file} reads package files,
 *   <li>{@link io.relocpy.deb.resolve} computes the closure that apt would install.
 * </ul>
 *
 * <pre>{@code
 * DebFile deb = DebFile.open(Path.of("python3-yaml_6.0-3+b2_amd64.deb"));
 * deb.control().get("Depends"); // python3 (<< 3.12), python3 (>= 3.11~), …
 * }</pre>
 */
@NullMarked
package io.relocpy.deb;

import org.jspecify.annotations.NullMarked;
