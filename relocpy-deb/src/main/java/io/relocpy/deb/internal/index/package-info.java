/** Package lists as an index that is read without parsing. */
@NullMarked
package io.relocpy.deb.internal.index;

import org.jspecify.annotations.NullMarked;
