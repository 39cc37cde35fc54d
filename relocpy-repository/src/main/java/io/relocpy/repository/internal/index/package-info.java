/** Columns of numbers and texts in index files that are read without parsing. */
@NullMarked
package io.relocpy.repository.internal.index;

import org.jspecify.annotations.NullMarked;
