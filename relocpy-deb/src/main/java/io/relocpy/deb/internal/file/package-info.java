/** The formats inside a package file: ar, tar, compression, and the files of the control archive. */
@NullMarked
package io.relocpy.deb.internal.file;

import org.jspecify.annotations.NullMarked;
