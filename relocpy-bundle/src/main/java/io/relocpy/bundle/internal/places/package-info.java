/** Libraries that look for their files in places compiled into them, and how each is led to those of the bundle. */
@NullMarked
package io.relocpy.bundle.internal.places;

import org.jspecify.annotations.NullMarked;
