package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.internal.tree.PathRule;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A bundle as it was found in a directory or archive. Immutable.
 *
 * @param files by path, each of which {@link PathRule} allows
 * @param form how they were stored
 * @param findings what is wrong regardless of the manifest
 */
public record WrittenBundle(SortedMap<String, WrittenFile> files, Form form, List<Finding> findings) {
    /** Many more than any bundle has; each costs memory. */
    static final int MAX_FILES = 1_000_000;

    /** Copies the collections. */
    public WrittenBundle {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        findings = List.copyOf(findings);
    }
}
