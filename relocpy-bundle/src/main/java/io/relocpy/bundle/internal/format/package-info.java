/** What a bundle is where it is stored: directories and archives, written and read, manifest, bill of materials, report. */
@NullMarked
package io.relocpy.bundle.internal.format;

import org.jspecify.annotations.NullMarked;
