package io.relocpy.bundle;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code relocpy.json} says, as far as verification needs it. Immutable.
 *
 * @param libraryDirectories directories of the bundle where its launchers let the loader look, in order
 * @param files by path
 */
record ManifestContents(List<String> libraryDirectories, SortedMap<String, Listed> files) {
    /** Copies the collections. */
    ManifestContents {
        libraryDirectories = List.copyOf(libraryDirectories);
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** A file of the list. */
    sealed interface Listed {
        /** Id of the package it came with, or another of {@link BundleFile#origin}. */
        String origin();
    }

    /**
     * A regular file.
     *
     * @param sha256 digest in lower-case hexadecimal
     * @param size bytes
     * @param executable whether its owner may execute it
     * @param origin where it came from
     */
    record ListedRegular(String sha256, long size, boolean executable, String origin) implements Listed {}

    /**
     * A symbolic link.
     *
     * @param target as written in the link
     * @param origin where it came from
     */
    record ListedLink(String target, String origin) implements Listed {}
}
