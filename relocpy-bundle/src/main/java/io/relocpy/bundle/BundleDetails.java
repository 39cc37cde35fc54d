package io.relocpy.bundle;

import io.relocpy.bundle.BundleVerification.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a {@link BundleReport} knows beyond its summary: each package of the closure, each file, and why. Immutable.
 *
 * @param requests what was asked for, the interpreter first
 * @param closure every package that was resolved, in the order of installation, whether it gave files or not
 * @param files every file and link of the bundle, sorted by path
 * @param passedOver how many files of the packages are not in the bundle, by reason in words
 * @param notes what verification found that is no fault
 * @param lock the same packages as a lockfile, see {@link io.relocpy.rpm.Lockfile}
 */
public record BundleDetails(
        List<String> requests,
        List<ClosurePackage> closure,
        List<IncludedFile> files,
        SortedMap<String, Integer> passedOver,
        List<Finding> notes,
        String lock) {
    /** Copies the collections. */
    public BundleDetails {
        requests = List.copyOf(requests);
        closure = List.copyOf(closure);
        files = List.copyOf(files);
        passedOver = Collections.unmodifiableSortedMap(new TreeMap<>(passedOver));
        notes = List.copyOf(notes);
    }

    /**
     * A package of the closure.
     *
     * @param id name, version and architecture in one word
     * @param name the package's name
     * @param license as the package states it; empty when it states none
     * @param repository id of the repository that holds it
     * @param checksum algorithm and digits of the package file; empty when unknown
     * @param downloadSize bytes of the package file
     * @param reason why it is in the closure, in words
     * @param broughtInBy id of the package that brought it in; empty when it was asked for
     */
    public record ClosurePackage(
            String id,
            String name,
            String license,
            String repository,
            String checksum,
            long downloadSize,
            String reason,
            String broughtInBy) {}

    /**
     * A file or link of the bundle.
     *
     * @param path in the bundle, without a leading slash
     * @param size bytes; 0 for a link
     * @param target what a link leads to, as written in it; empty for a file
     * @param origin id of its package, {@code relocpy} for what the assembly made, {@code script} for what the caller gave
     * @param reason why it is there, in words
     * @param changes what was changed in it since it left its package, in words
     */
    public record IncludedFile(
            String path, long size, String target, String origin, String reason, List<String> changes) {
        /** Copies the list. */
        public IncludedFile {
            changes = List.copyOf(changes);
        }
    }

    static List<ClosurePackage> closure(List<SourcePackage> packages) {
        return packages.stream()
                .map(origin -> new ClosurePackage(
                        origin.id(),
                        origin.name(),
                        origin.license(),
                        origin.repository(),
                        origin.checksum(),
                        origin.downloadSize(),
                        origin.reason(),
                        origin.broughtInBy()))
                .toList();
    }

    static List<IncludedFile> files(List<BundleFile> files) {
        List<IncludedFile> included = new ArrayList<>();
        for (BundleFile file : files) {
            included.add(new IncludedFile(
                    file.path(),
                    file.size(),
                    file instanceof BundleFile.Link link ? link.target() : "",
                    file.origin(),
                    file.reason(),
                    file instanceof BundleFile.Regular regular ? regular.changes() : List.of()));
        }
        included.sort(Comparator.comparing(IncludedFile::path));
        return included;
    }
}
