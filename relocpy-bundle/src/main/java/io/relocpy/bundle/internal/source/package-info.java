/** Where packages come from, whatever kind they are of: repositories, and the closure that they give for a request. */
@NullMarked
package io.relocpy.bundle.internal.source;

import org.jspecify.annotations.NullMarked;
