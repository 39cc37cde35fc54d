/** Verifies that a bundle is complete, needs nothing from outside, and was signed by whom its user trusts. */
@NullMarked
package io.relocpy.bundle.internal.verify;

import org.jspecify.annotations.NullMarked;
