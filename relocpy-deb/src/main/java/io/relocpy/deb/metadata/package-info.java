/** Repositories as apt has them configured, and their metadata: sources, keys, Release and Packages files. */
@NullMarked
package io.relocpy.deb.metadata;

import org.jspecify.annotations.NullMarked;
