/** Values that everything about Debian packages shares, and the exception for malformed input. */
@NullMarked
package io.relocpy.deb;

import org.jspecify.annotations.NullMarked;
