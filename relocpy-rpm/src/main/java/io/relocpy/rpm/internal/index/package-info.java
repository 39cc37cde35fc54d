/** Packages and file lists as columns of numbers and bytes, in memory or in a mapped file. */
@NullMarked
package io.relocpy.rpm.internal.index;

import org.jspecify.annotations.NullMarked;
