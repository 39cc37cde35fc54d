/** Reads RPM packages and repositories, and computes the closure that dnf would install. */
@NullMarked
package io.relocpy.rpm;

import org.jspecify.annotations.NullMarked;
