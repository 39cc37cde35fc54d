/** The packages that a resolution can choose from, and what they provide. */
@NullMarked
package io.relocpy.rpm.internal.pool;

import org.jspecify.annotations.NullMarked;
