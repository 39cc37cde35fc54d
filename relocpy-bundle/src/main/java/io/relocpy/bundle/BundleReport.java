package io.relocpy.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What went into a bundle and why. Immutable.
 *
 * @param target the directory or archive that was written
 * @param architecture such as {@code x86_64}
 * @param pythonVersion such as {@code 3.13.5}
 * @param glibcVersion such as {@code 2.41}
 * @param minimumKernel oldest Linux the bundle's glibc starts on, such as {@code 3.2.0}; null when the loader does not say
 * @param cpuLevel what a library demands of the processor, such as {@code x86-64-v2}; null when every one of the
 *     architecture will do
 * @param packages the packages that gave files, in the order of installation
 * @param droppedPackages packages of the closure that gave none, and why
 * @param missingImports imports of the scripts that nothing in the bundle satisfies, as far as their syntax tells
 * @param packagesWithoutLicense ids of packages that gave files, but no licence file
 * @param files how many files and links the bundle has
 * @param unpackedSize bytes of all files
 * @param writtenSize bytes of the archive; for a directory the same as {@code unpackedSize}
 * @param durations how long each step took
 * @param details each package and each file, and why
 */
public record BundleReport(
        Path target,
        String architecture,
        String pythonVersion,
        String glibcVersion,
        @Nullable String minimumKernel,
        @Nullable String cpuLevel,
        List<IncludedPackage> packages,
        List<DroppedPackage> droppedPackages,
        List<MissingImport> missingImports,
        List<String> packagesWithoutLicense,
        int files,
        long unpackedSize,
        long writtenSize,
        Map<BundleStep, Duration> durations,
        BundleDetails details) {
    /** Copies the collections. */
    public BundleReport {
        packages = List.copyOf(packages);
        droppedPackages = List.copyOf(droppedPackages);
        missingImports = List.copyOf(missingImports);
        packagesWithoutLicense = List.copyOf(packagesWithoutLicense);
        durations = Map.copyOf(durations);
    }

    /**
     * Writes all of it as one HTML file for people: dependency graph, map of sizes, table of files, what was dropped and
     * why, licences, lockfile. The file needs nothing but itself: no network, no other file.
     *
     * @param file replaced if it exists
     * @throws IOException when it cannot be written; then nothing has changed
     */
    public void writeHtml(Path file) throws IOException {
        HtmlReport.write(this, file);
    }

    /**
     * A package that gave files.
     *
     * @param id name, version and architecture
     * @param license as the package states it; empty when it states none
     * @param repository id of the repository it came from
     * @param reason why it is in the closure, in words
     * @param files how many files and links of it are in the bundle
     * @param size bytes of those files
     */
    public record IncludedPackage(String id, String license, String repository, String reason, int files, long size) {}

    /**
     * A package of the closure that gave no file.
     *
     * @param id name, version and architecture
     * @param reason why no file of it is in the bundle, in words
     */
    public record DroppedPackage(String id, String reason) {}

    /**
     * An import statement of a script that nothing in the bundle satisfies.
     *
     * <p>Found in the syntax: relative imports, those that an {@code except ImportError} guards, and those under
     * {@code if TYPE_CHECKING} are not counted, and what {@code importlib} brings in is not seen. A package that makes
     * modules as it runs can be reported in error.
     *
     * @param script path below {@code libexec/scripts/}
     * @param line number of the line, from 1
     * @param module the dotted name
     */
    public record MissingImport(String script, int line, String module) {}
}
