/** What maintainer scripts would do, read from their text: they are never run. */
@NullMarked
package io.relocpy.deb.internal.scripts;

import org.jspecify.annotations.NullMarked;
