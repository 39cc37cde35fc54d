/** apt's configuration and the metadata of its repositories: sources, keys, Release and Packages files. */
@NullMarked
package io.relocpy.deb.metadata;

import org.jspecify.annotations.NullMarked;
