/** Finds a set of packages that satisfies all relations, and among these the one that libsolv finds. */
@NullMarked
package io.relocpy.rpm.internal.solver;

import org.jspecify.annotations.NullMarked;
