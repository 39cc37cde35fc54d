package io.relocpy.rpm.metadata;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A program that shares a cache with others: loads a repository, fetches and compares all its packages. */
public final class CacheProcess {
    private CacheProcess() {}

    /** Arguments: cache directory, URL, directory with the originals. */
    public static void main(String[] arguments) throws Exception {
        RepositoryClient client = RepositoryClient.builder()
                .cacheDirectory(Path.of(arguments[0]))
                .parallel(3)
                .build();
        Repository repository = client.load(RepositoryConfig.builder("demo")
                .baseUrl(URI.create(arguments[1]))
                .build());
        for (Path file : client.fetch(repository.packages().stream()
                .map(metadata -> new RepositoryClient.RemotePackage(repository, metadata))
                .toList())) {
            Path original = Path.of(arguments[2], "Packages", file.getFileName().toString());
            if (!Arrays.equals(Files.readAllBytes(file), Files.readAllBytes(original))) {
                throw new IllegalStateException(file + " is not " + original);
            }
        }
    }
}
