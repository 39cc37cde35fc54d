/** Reading files: regular files, compression, checksums. */
@NullMarked
package io.relocpy.repository.internal.io;

import org.jspecify.annotations.NullMarked;
