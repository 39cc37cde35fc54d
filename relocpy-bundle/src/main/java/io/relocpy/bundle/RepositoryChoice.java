package io.relocpy.bundle;

import io.relocpy.deb.resolve.DebRepositories;
import io.relocpy.repository.Redaction;
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
import java.util.stream.Stream;
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

    /**
     * What was named, or what the package manager of a host uses.
     *
     * @param root of the host's file system
     * @throws BundleException if they are of several kinds
     */
    Repositories choose(Path root) throws BundleException {
        if (directories.isEmpty() && urls.isEmpty()) {
            return usesApt(root) ? debian().root(root).build() : rpm();
        }
        Optional<Path> debian = directories.stream()
                .filter(RepositoryChoice::holdsDebianPackages)
                .findFirst();
        if (debian.isEmpty()) {
            return rpm();
        }
        Optional<String> other = Stream.concat(
                        directories.stream()
                                .filter(each -> !holdsDebianPackages(each))
                                .map(Path::toString),
                        urls.stream().map(Redaction::uri).map(URI::toString))
                .findFirst();
        if (other.isPresent()) {
            throw new BundleException(
                    "repositories",
                    "a bundle consists of Debian packages or of RPM packages, not of both: " + debian.get()
                            + " has Debian packages, " + other.get() + " does not");
        }
        return debian().directories(directories).build();
    }

    private Repositories rpm() {
        RpmRepositories.Builder builder =
                RpmRepositories.builder().directories(directories).urls(urls);
        return (cache == null ? builder : builder.cacheDirectory(cache)).build();
    }

    private DebRepositories.Builder debian() {
        DebRepositories.Builder builder = DebRepositories.builder();
        return cache == null ? builder : builder.cacheDirectory(cache);
    }

    /** Where there are repositories for dnf, too, they are what the host is meant to use. */
    private static boolean usesApt(Path root) {
        boolean apt = Files.isRegularFile(root.resolve("etc/apt/sources.list"))
                || holds(root.resolve("etc/apt/sources.list.d"), "*.{list,sources}");
        return apt && !holds(root.resolve("etc/yum.repos.d"), "*.repo");
    }

    /** As the directory's files tell; one with {@code repodata} is an RPM repository, whatever else it has. */
    private static boolean holdsDebianPackages(Path directory) {
        if (Files.isDirectory(directory.resolve("repodata"))) {
            return false;
        }
        if (Files.isDirectory(directory.resolve("dists"))) {
            return true;
        }
        return holds(directory, "{Packages,Packages.*,*.deb}");
    }

    private static boolean holds(Path directory, String glob) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, glob)) {
            return files.iterator().hasNext();
        } catch (IOException e) { // whoever uses it says what is wrong
            return false;
        }
    }
}
