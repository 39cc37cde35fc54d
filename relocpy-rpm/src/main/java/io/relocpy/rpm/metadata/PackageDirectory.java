package io.relocpy.rpm.metadata;

import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.internal.io.Parallel;
import io.relocpy.repository.internal.io.RootDirectory;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.file.RpmFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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

    static List<PackageMetadata> read(List<Path> files) throws IOException {
        return Parallel.map(files, (index, file) -> RpmFile.open(file).metadata(String.valueOf(file.getFileName())));
    }
}
