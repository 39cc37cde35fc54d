package io.relocpy.bundle;

import io.relocpy.bundle.internal.format.DirectoryReader;
import io.relocpy.bundle.internal.format.ManifestContents;
import io.relocpy.bundle.internal.format.ManifestContents.Listed;
import io.relocpy.bundle.internal.format.ManifestContents.ListedRegular;
import io.relocpy.bundle.internal.format.ManifestReader;
import io.relocpy.bundle.internal.format.TarReader;
import io.relocpy.bundle.internal.format.WorkingDirectory;
import io.relocpy.bundle.internal.format.WrittenBundle;
import io.relocpy.bundle.internal.format.WrittenFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.ContentStore;
import io.relocpy.bundle.internal.tree.RegularFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a written bundle says of itself in its manifest. Immutable.
 *
 * @param architecture such as {@code x86_64}
 * @param pythonVersion such as {@code 3.13.5}
 * @param glibcVersion such as {@code 2.41}
 * @param minimumKernel oldest Linux the bundle's glibc starts on; null when unknown
 * @param cpuLevel what a library demands of the processor; null when every one of the architecture will do
 * @param packages that gave files, in the order of installation
 * @param files how many files and links it lists
 * @param size bytes of all of them
 * @param signed whether a signature of the manifest is there, which is not verified here
 */
public record BundleContents(
        String architecture,
        String pythonVersion,
        String glibcVersion,
        @Nullable String minimumKernel,
        @Nullable String cpuLevel,
        List<ContentPackage> packages,
        int files,
        long size,
        boolean signed) {
    /** Copies the list. */
    public BundleContents {
        packages = List.copyOf(packages);
    }

    /**
     * A package that gave files.
     *
     * @param name the package's name
     * @param version version and release, with the epoch where there is one
     * @param arch the architecture it was built for
     * @param license as the package states it; empty when it states none
     * @param repository id of the repository that it came from
     * @param files how many files and links of it are in the bundle
     * @param size bytes of those files
     */
    public record ContentPackage(
            String name, String version, String arch, String license, String repository, int files, long size) {}

    static BundleContents read(Path path) throws IOException {
        if (Files.notExists(path)) {
            throw new BundleException(path.toString(), "does not exist");
        }
        if (Files.isDirectory(path)) {
            return of(path, DirectoryReader.read(path));
        }
        Path temporary = Files.createTempDirectory("relocpy");
        try (ContentStore store = new ContentStore(temporary.resolve("contents"))) {
            return of(path, TarReader.read(RegularFiles.open(path), path, store));
        } finally {
            WorkingDirectory.delete(temporary);
        }
    }

    private static BundleContents of(Path path, WrittenBundle bundle) throws IOException {
        if (!(bundle.files().get(BundleLayout.MANIFEST) instanceof WrittenFile.Regular manifest)) {
            throw new BundleException(path.toString(), "is not a bundle: it has no " + BundleLayout.MANIFEST);
        }
        return of(ManifestReader.read(manifest.content()), bundle.files().containsKey(BundleLayout.SIGNATURE));
    }

    private static BundleContents of(ManifestContents manifest, boolean signed) {
        Map<String, Integer> counts = new HashMap<>();
        Map<String, Long> sizes = new HashMap<>();
        long total = 0;
        for (Listed file : manifest.files().values()) {
            long size = file instanceof ListedRegular regular ? regular.size() : 0;
            total += size;
            counts.merge(file.origin(), 1, Integer::sum);
            sizes.merge(file.origin(), size, Long::sum);
        }
        List<ContentPackage> packages = new ArrayList<>();
        for (Map<String, String> each : manifest.packages()) {
            String id = each.getOrDefault("id", "");
            packages.add(new ContentPackage(
                    each.getOrDefault("name", id),
                    each.getOrDefault("version", ""),
                    each.getOrDefault("arch", ""),
                    each.getOrDefault("license", ""),
                    each.getOrDefault("repository", ""),
                    counts.getOrDefault(id, 0),
                    sizes.getOrDefault(id, 0L)));
        }
        Map<String, String> identity = manifest.identity();
        return new BundleContents(
                identity.getOrDefault("architecture", ""),
                identity.getOrDefault("python", ""),
                identity.getOrDefault("glibc", ""),
                identity.get("minimumKernel"),
                identity.get("cpuLevel"),
                packages,
                manifest.files().size(),
                total,
                signed);
    }
}
