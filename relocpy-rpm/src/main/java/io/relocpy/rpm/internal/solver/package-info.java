/** Finds a set of packages that satisfies all relations: the same one as libsolv. */
@NullMarked
package io.relocpy.rpm.internal.solver;

import org.jspecify.annotations.NullMarked;
