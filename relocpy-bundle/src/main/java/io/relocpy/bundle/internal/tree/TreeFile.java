package io.relocpy.bundle.internal.tree;

import java.time.Instant;

/** A file of a {@link VirtualRoot}; directories are not files but follow from the paths. Immutable. */
public sealed interface TreeFile {
    /** Path in the root, see {@link RootPath}. */
    String path();

    /** The package it came with. */
    SourcePackage origin();

    /**
     * A regular file.
     *
     * @param path path in the root
     * @param origin the package it came with
     * @param content its bytes
     * @param executable whether its owner may execute it; nothing else of the mode matters in a bundle
     * @param modified time of last modification
     */
    record Regular(String path, SourcePackage origin, Content content, boolean executable, Instant modified)
            implements TreeFile {}

    /**
     * A symbolic link.
     *
     * @param path path in the root
     * @param origin the package it came with
     * @param target path in the root that it leads to, its own links not followed
     */
    record Link(String path, SourcePackage origin, String target) implements TreeFile {}
}
