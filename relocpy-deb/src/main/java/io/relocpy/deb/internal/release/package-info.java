/** Files of a repository beside its packages: Release, Contents, lists of mirrors. */
@NullMarked
package io.relocpy.deb.internal.release;

import org.jspecify.annotations.NullMarked;
