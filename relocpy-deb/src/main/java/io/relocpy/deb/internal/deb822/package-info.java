/** The field format of control files and indexes. */
@NullMarked
package io.relocpy.deb.internal.deb822;

import org.jspecify.annotations.NullMarked;
