/** All packages that a resolution may choose from, and who provides what. */
@NullMarked
package io.relocpy.rpm.internal.pool;

import org.jspecify.annotations.NullMarked;
