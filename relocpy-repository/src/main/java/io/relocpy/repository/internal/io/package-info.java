/** Reading: regular files, compression, checksums of streams. */
@NullMarked
package io.relocpy.repository.internal.io;

import org.jspecify.annotations.NullMarked;
