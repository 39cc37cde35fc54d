package io.relocpy.bundle;

import io.relocpy.deb.resolve.DebRepositories;
import io.relocpy.repository.Redaction;
import io.relocpy.repository.Repositories;
import io.relocpy.rpm.resolve.RpmRepositories;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The repositories that a builder was given, or those of the host. The only class of this module that knows which kinds there
 * are.
 */
final class RepositoryChoice {
    private @Nullable Repositories configured;
    private final List<Path> directories = new ArrayList<>();
    private final List<URI> urls = new ArrayList<>();
    private @Nullable Path cache;

    /** The builder's methods that configured repositories cannot be combined with, as far as they were called. */
    private final Set<String> called = new LinkedHashSet<>();

    void configured(Repositories repositories) {
        configured = repositories;
    }

    void addDirectories(Collection<Path> more) {
        directories.addAll(more);
        called.add("repositories(Path...)");
    }

    void addUrls(Collection<URI> more) {
        try {
            RpmRepositories.builder().urls(more); // refuses what cannot be used
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    String.valueOf(e.getMessage()).replaceFirst("^urls", "repositoryUrls"), e);
        }
        urls.addAll(more);
        called.add("repositoryUrls");
    }

    void cacheDirectory(Path directory) {
        cache = directory;
        called.add("cacheDirectory");
    }

    /**
     * What was given, or what the package manager of a host uses.
     *
     * @param root of the host's file system
     * @throws BundleException if they cannot be combined
     */
    Repositories choose(Path root) throws BundleException {
        if (configured != null) {
            if (!called.isEmpty()) {
                throw new BundleException(
                        "repositories(Repositories)",
                        "cannot be combined with " + String.join(", ", called)
                                + ": configure the repositories that are passed instead");
            }
            return configured;
        }
        if (directories.isEmpty() && urls.isEmpty()) {
            return DebRepositories.isDefaultOf(root) ? debian().root(root).build() : rpm();
        }
        Optional<Path> debian =
                directories.stream().filter(DebRepositories::isIn).findFirst();
        if (debian.isEmpty()) {
            return rpm();
        }
        Optional<String> other = Stream.concat(
                        directories.stream()
                                .filter(each -> !DebRepositories.isIn(each))
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
        RpmRepositories.Builder builder = RpmRepositories.builder();
        if (!directories.isEmpty()) {
            builder.directories(directories);
        }
        if (!urls.isEmpty()) {
            builder.urls(urls);
        }
        return (cache == null ? builder : builder.cacheDirectory(cache)).build();
    }

    private DebRepositories.Builder debian() {
        DebRepositories.Builder builder = DebRepositories.builder();
        return cache == null ? builder : builder.cacheDirectory(cache);
    }
}
