package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.internal.tree.Glibc;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is fixed about a bundle once its files are placed, whatever later steps change in them. Immutable.
 *
 * @param python path in the bundle of the real interpreter
 * @param libraryDirectories directories of the bundle where the loader must look, in its order
 * @param glibc the C library
 * @param modified time of last modification of files that have none: the requested one, or that of the newest packaged
 *     file, so that the same packages give the same bundle
 * @param scripts commands in {@code bin/} for the caller's scripts → path below {@code libexec/scripts/} that Python runs
 * @param programs the same for what is executed as it is
 */
record Layout(
        String python,
        List<String> libraryDirectories,
        Glibc glibc,
        Instant modified,
        Map<String, String> scripts,
        Map<String, String> programs) {
    /** Copies the list; the maps have an order. */
    Layout {
        libraryDirectories = List.copyOf(libraryDirectories);
    }
}
