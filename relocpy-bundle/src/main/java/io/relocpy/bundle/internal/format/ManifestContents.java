package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The parts of {@code relocpy.json} that are read. Immutable.
 *
 * @param format {@link Manifest#FORMAT}, or an earlier one
 * @param modified time of directories, links and the manifest, seconds since 1970; 0 in format 1, which does not say
 * @param identity the text fields of its top, such as {@code python}, by name
 * @param packages the text fields of each package, by name
 * @param libraryDirectories directories of the bundle where its launchers let the loader look, in order
 * @param files by path
 */
public record ManifestContents(
        int format,
        long modified,
        Map<String, String> identity,
        List<Map<String, String>> packages,
        List<String> libraryDirectories,
        SortedMap<String, Listed> files) {
    /** Copies the collections. */
    public ManifestContents {
        identity = Map.copyOf(identity);
        packages = packages.stream().map(Map::copyOf).toList();
        libraryDirectories = List.copyOf(libraryDirectories);
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Whether the list has times and the SBOM. */
    public boolean isComplete() {
        return format > Manifest.FIRST_FORMAT;
    }

    /** Whether a file is there without being listed, as the list itself is. */
    boolean isBesideList(String path) {
        return path.equals(BundleLayout.MANIFEST)
                || path.equals(BundleLayout.SIGNATURE)
                || (path.equals(BundleLayout.SBOM) && !isComplete());
    }

    /** A file of the list. */
    public sealed interface Listed {
        /** Id of the package it came with, or another of {@link BundleFile#origin}. */
        String origin();
    }

    /**
     * A regular file.
     *
     * @param sha256 digest in lower-case hexadecimal
     * @param size bytes
     * @param executable whether its owner may execute it
     * @param modified time of last modification, seconds since 1970; 0 in format 1, which does not say
     * @param origin where it came from
     */
    public record ListedRegular(String sha256, long size, boolean executable, long modified, String origin)
            implements Listed {}

    /**
     * A symbolic link.
     *
     * @param target as written in the link
     * @param origin where it came from
     */
    public record ListedLink(String target, String origin) implements Listed {}
}
