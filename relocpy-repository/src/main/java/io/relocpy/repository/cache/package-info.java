/** The directory in which downloads are kept. */
@NullMarked
package io.relocpy.repository.cache;

import org.jspecify.annotations.NullMarked;
