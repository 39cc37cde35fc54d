/** Versions, dependencies and other values of Debian packages. */
@NullMarked
package io.relocpy.deb;

import org.jspecify.annotations.NullMarked;
