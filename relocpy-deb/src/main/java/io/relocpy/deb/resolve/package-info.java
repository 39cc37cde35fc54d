/** The closure of requests as apt computes it. */
@NullMarked
package io.relocpy.deb.resolve;

import org.jspecify.annotations.NullMarked;
