package io.relocpy.rpm.file;

import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.internal.index.FileLists;
import io.relocpy.rpm.metadata.Repository;
import io.relocpy.rpm.metadata.RepositoryClient;
import io.relocpy.rpm.metadata.RepositoryConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program that runs with little memory: reads packages and repositories and prints how each attempt ended. */
public final class SmallHeapProcess {
    private SmallHeapProcess() {}

    /** Arguments: a cache directory; then package files and directories of repositories. */
    public static void main(String[] arguments) {
        for (int i = 1; i < arguments.length; i++) {
            Path path = Path.of(arguments[i]);
            String answer;
            try {
                if (Files.isDirectory(path)) {
                    readRepository(path, Path.of(arguments[0]));
                } else {
                    readPackage(path);
                }
                answer = "read";
            } catch (IOException e) {
                answer = e.getClass().getSimpleName() + ": " + e.getMessage();
            } catch (OutOfMemoryError e) {
                answer = "OutOfMemoryError at " + List.of(e.getStackTrace());
            }
            System.out.println(path.getFileName() + " " + answer.replace('\n', ' '));
        }
    }

    private static void readRepository(Path folder, Path cache) throws IOException {
        Repository repository =
                RepositoryClient.builder().cacheDirectory(cache).build().load(RepositoryConfig.ofDirectory(folder));
        repository.packages().forEach(PackageMetadata::nevra);
        FileLists.of(repository);
    }

    private static void readPackage(Path file) throws IOException {
        RpmFile rpm = RpmFile.open(file);
        rpm.description();
        try (RpmPayload payload = rpm.payload()) {
            while (payload.next().isPresent()) {
                payload.content().transferTo(OutputStream.nullOutputStream());
            }
        }
    }
}
