/** Reads Debian package files: control information, and the payload as a stream. */
@NullMarked
package io.relocpy.deb.file;

import org.jspecify.annotations.NullMarked;
