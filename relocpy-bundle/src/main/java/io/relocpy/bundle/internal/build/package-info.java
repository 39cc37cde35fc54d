/** From a request to a bundle: the steps, one class each, and the assembly that runs them in order. */
@NullMarked
package io.relocpy.bundle.internal.build;

import org.jspecify.annotations.NullMarked;
