/** Values that everything else is about: the packages' files as one root, the bundle's files, their contents, paths and reasons. */
@NullMarked
package io.relocpy.bundle.internal.tree;

import org.jspecify.annotations.NullMarked;
