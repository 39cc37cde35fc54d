/** apt's two solvers, and what explains their answers. */
@NullMarked
package io.relocpy.deb.internal.solver;

import org.jspecify.annotations.NullMarked;
