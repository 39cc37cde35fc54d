/** What GLib reads in forms of its own: compiled settings schemas (GVDB files of GVariant values), and types of files. */
@NullMarked
package io.relocpy.bundle.internal.glib;

import org.jspecify.annotations.NullMarked;
