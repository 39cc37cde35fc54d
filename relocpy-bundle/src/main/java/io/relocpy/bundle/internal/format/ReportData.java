package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleEvent.Step;
import io.relocpy.bundle.BundleReport.DropReason;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.FileChange;
import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.FileReason.Kind;
import io.relocpy.bundle.internal.python.UnresolvedImport;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleIdentity;
import io.relocpy.bundle.internal.tree.Origin;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.repository.InstallationState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a build reports about the bundle that it wrote. Immutable; holds no contents.
 *
 * @param path the directory or archive
 * @param identity what the bundle turned out to be
 * @param requests what was requested, the interpreter first
 * @param packages every package that was resolved, in the order of installation, then the wheels
 * @param dropped those that contribute no file, and why
 * @param missingImports imports of the scripts that nothing in the bundle satisfies
 * @param leftOutScripts what was left out of the caller's directories
 * @param packagesWithoutLicense packages that contribute files, but no licence file
 * @param notDone what the installation of packages that contribute files would do, and the build did not
 * @param files every file and link of the bundle, sorted by path
 * @param skipped how many files of the packages are not in the bundle, by reason
 * @param notes what verification found that is not a fault
 * @param lock the text of a lockfile with the same packages
 * @param writtenSize bytes of the archive, or of all files of a directory
 * @param durations how long each step took
 */
public record ReportData(
        Path path,
        BundleIdentity identity,
        List<String> requests,
        List<Contribution> packages,
        Map<SourcePackage, DropReason> dropped,
        List<UnresolvedImport> missingImports,
        List<String> leftOutScripts,
        List<SourcePackage> packagesWithoutLicense,
        List<InstallationState.Unknown> notDone,
        List<ReportedFile> files,
        Map<Kind, Integer> skipped,
        List<Finding> notes,
        String lock,
        long writtenSize,
        Map<Step, Duration> durations) {
    /** Copies the collections. */
    public ReportData {
        requests = List.copyOf(requests);
        packages = List.copyOf(packages);
        dropped = Map.copyOf(dropped);
        missingImports = List.copyOf(missingImports);
        leftOutScripts = List.copyOf(leftOutScripts);
        packagesWithoutLicense = List.copyOf(packagesWithoutLicense);
        notDone = List.copyOf(notDone);
        files = List.copyOf(files);
        skipped = Collections.unmodifiableMap(new TreeMap<>(skipped)); // in the order of the rules
        notes = List.copyOf(notes);
        durations = Map.copyOf(durations);
    }

    /**
     * What a package contributes.
     *
     * @param origin the package
     * @param files how many files and links of it are in the bundle
     * @param size bytes of those files
     */
    public record Contribution(SourcePackage origin, int files, long size) {}

    /**
     * A file or link without its content.
     *
     * @param path in the bundle
     * @param size bytes; 0 for a link
     * @param target what a link leads to, as written in it; empty for a file
     * @param origin where it came from
     * @param reason why it is there
     * @param changes what was changed in it since it left its package
     */
    public record ReportedFile(
            String path, long size, String target, Origin origin, FileReason reason, List<FileChange> changes) {
        /** Copies the list. */
        public ReportedFile {
            changes = List.copyOf(changes);
        }

        private static ReportedFile of(BundleFile file) {
            return new ReportedFile(
                    file.path(),
                    file.size(),
                    file instanceof BundleFile.Link link ? link.target() : "",
                    file.origin(),
                    file.reason(),
                    file instanceof BundleFile.Regular regular ? regular.changes() : List.of());
        }
    }

    /** The files without their contents, sorted by path. */
    public static List<ReportedFile> files(List<BundleFile> files) {
        return files.stream()
                .map(ReportedFile::of)
                .sorted(Comparator.comparing(ReportedFile::path))
                .toList();
    }

    /** Bytes of all files. */
    public long unpackedSize() {
        return files.stream().mapToLong(ReportedFile::size).sum();
    }

    /** How many files of the packages are not in the bundle, by reason as text. */
    public SortedMap<String, Integer> skippedByText() {
        SortedMap<String, Integer> texts = new TreeMap<>();
        skipped.forEach((reason, count) -> texts.merge(reason.toString(), count, Integer::sum));
        return texts;
    }
}
