package io.relocpy.bundle;

import io.relocpy.deb.resolve.DebRepositories;
import io.relocpy.repository.Repositories;
import io.relocpy.rpm.resolve.RpmRepositories;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The repositories that a builder was given piece by piece, or those of the host. The one class that knows which kinds there
 * are.
 */
final class RepositoryChoice {
    private final List<Path> directories = new ArrayList<>();
    private final List<URI> urls = new ArrayList<>();
    private @Nullable Path cache;

    void addDirectories(Path... more) {
        directories.addAll(Arrays.asList(more));
    }

    void addUrls(URI... more) {
        RpmRepositories.builder().urls(more); // refuses what cannot be used
        urls.addAll(Arrays.asList(more));
    }

    void cacheDirectory(Path directory) {
        cache = directory;
    }

    /** @throws BundleException if they are of several kinds */
    Repositories choose() throws BundleException {
        Optional<Path> debian = directories.stream()
                .filter(RepositoryChoice::holdsDebianPackages)
                .findFirst();
        if (debian.isEmpty()) {
            return rpm();
        }
        Optional<Object> other = directories.stream()
                .filter(each -> !holdsDebianPackages(each))
                .map(Object.class::cast)
                .findFirst()
                .or(() -> urls.stream().map(Object.class::cast).findFirst());
        if (other.isPresent()) {
            throw new BundleException(
                    "repositories",
                    "a bundle consists of Debian packages or of RPM packages, not of both: " + debian.get()
                            + " has Debian packages, "
                            + io.relocpy.repository.Redaction.text(other.get().toString())
                            + " does not");
        }
        return DebRepositories.builder().directories(directories).build();
    }

    private Repositories rpm() {
        RpmRepositories.Builder builder =
                RpmRepositories.builder().directories(directories).urls(urls);
        if (cache != null) {
            builder.cacheDirectory(cache);
        }
        return builder.build();
    }

    /** As the directory's files tell; one with {@code repodata} is an RPM repository, whatever else it has. */
    private static boolean holdsDebianPackages(Path directory) {
        if (Files.isDirectory(directory.resolve("repodata"))) {
            return false;
        }
        if (Files.isDirectory(directory.resolve("dists"))) {
            return true;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "{Packages,Packages.*,*.deb}")) {
            return files.iterator().hasNext();
        } catch (IOException e) { // whoever uses it says what is wrong
            return false;
        }
    }
}
