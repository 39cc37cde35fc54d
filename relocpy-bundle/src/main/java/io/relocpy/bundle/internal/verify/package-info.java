/** Whether a bundle is whole, needs nothing from outside, and was made by whom its signature says. */
@NullMarked
package io.relocpy.bundle.internal.verify;

import org.jspecify.annotations.NullMarked;
