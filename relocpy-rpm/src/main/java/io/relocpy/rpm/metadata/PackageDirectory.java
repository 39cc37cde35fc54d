package io.relocpy.rpm.metadata;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.internal.io.Parallel;
import io.relocpy.repository.internal.io.RootDirectory;
import io.relocpy.repository.internal.io.Warnings;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.file.RpmFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A local directory of package files without {@code repodata}: their headers are its metadata. */
final class PackageDirectory {
    private PackageDirectory() {}

    /** The package files in the directory, not those below it; empty if it has {@code repodata}. */
    static List<Path> files(RepositoryUrl place) throws IOException {
        Path directory = place.path().orElse(null);
        if (directory == null || !Files.isDirectory(directory) || Files.exists(directory.resolve("repodata"))) {
            return List.of();
        }
        return RootDirectory.HOST.files(directory, "*.rpm");
    }

    /**
     * What the headers of the files say. As by createrepo_c, files that are no packages are left out.
     *
     * @throws FormatException if none is a package, or in strict mode
     */
    static List<PackageMetadata> read(List<Path> files, String repository, Warnings<RepositoryWarning> warnings)
            throws IOException {
        List<Read> all = Parallel.map(files, (index, file) -> Read.of(file));
        List<PackageMetadata> packages =
                all.stream().flatMap(each -> each.metadata.stream()).toList();
        for (Read each : all) {
            if (each.fault.isPresent()) {
                if (packages.isEmpty()) {
                    throw each.fault.get();
                }
                warnings.add(new RepositoryWarning.IgnoredEntry(
                        repository, each.fault.get().getMessage() + "; the file is ignored"));
            }
        }
        return packages;
    }

    private record Read(Optional<PackageMetadata> metadata, Optional<FormatException> fault) {
        static Read of(Path file) throws IOException {
            try {
                RpmFile rpm = RpmFile.open(file);
                return new Read(Optional.of(rpm.metadata(String.valueOf(file.getFileName()))), Optional.empty());
            } catch (FormatException e) {
                return new Read(Optional.empty(), Optional.of(e));
            }
        }
    }
}
