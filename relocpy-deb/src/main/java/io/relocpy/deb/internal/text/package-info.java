/** Comparisons, patterns and texts that all of the module uses. */
@NullMarked
package io.relocpy.deb.internal.text;

import org.jspecify.annotations.NullMarked;
