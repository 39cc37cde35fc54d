/** The stored forms of a bundle: writes and reads directories and archives, manifest, bill of materials and report. */
@NullMarked
package io.relocpy.bundle.internal.format;

import org.jspecify.annotations.NullMarked;
