package io.relocpy.rpm.resolve;

import io.relocpy.repository.Closure;
import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.Repositories;
import io.relocpy.repository.RepositoryException;
import io.relocpy.repository.RepositoryListener;
import io.relocpy.repository.SettingWarning;
import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.internal.io.Interruption;
import io.relocpy.repository.internal.text.Arguments;
import io.relocpy.rpm.metadata.DnfConfiguration;
import io.relocpy.rpm.metadata.ModuleSettings;
import io.relocpy.rpm.metadata.RepoFiles;
import io.relocpy.rpm.metadata.Repository;
import io.relocpy.rpm.metadata.RepositoryClient;
import io.relocpy.rpm.metadata.RepositoryConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * RPM repositories: those that this host's dnf uses, or those that the caller names.
 *
 * <pre>{@code
 * Repositories repositories = RpmRepositories.builder()
 *         .repoFiles(Path.of("/etc/yum.repos.d/company.repo"))
 *         .cacheDirectory(Path.of("/var/cache/builds"))
 *         .build();
 * Bundle.builder().repositories(repositories).write(Path.of("python.tar.gz"));
 * }</pre>
 *
 * <p>The closure is the one that {@code dnf install} would compute for an empty root. Immutable, safe for use by several
 * threads.
 */
public final class RpmRepositories implements Repositories {
    private final List<Place> places;
    private final RepositoryClient client;
    private final ModuleSettings moduleStreams;
    private final boolean best;

    /** Where configurations come from. */
    private sealed interface Place {
        record Host() implements Place {
            @Override
            public String toString() {
                return "this host";
            }
        }

        record RepoFile(Path file) implements Place {
            @Override
            public String toString() {
                return file.toString();
            }
        }

        record Configured(RepositoryConfig config) implements Place {
            @Override
            public String toString() {
                return config.toString();
            }
        }
    }

    /**
     * What the places come to.
     *
     * @param repositories in the order of the places
     * @param best whether the host's dnf wants the best versions only
     * @param platform of the host, if its repositories are used
     */
    private record Configuration(List<RepositoryConfig> repositories, boolean best, Optional<String> platform) {}

    private RpmRepositories(Builder builder) {
        places = builder.places.isEmpty() ? List.of(new Place.Host()) : List.copyOf(builder.places);
        client = builder.client.build();
        moduleStreams = builder.moduleStreams;
        best = builder.best;
    }

    /** Starts with this host's repositories, which are used unless the builder is given others. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with the values of these repositories. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.places.addAll(places);
        builder.client = client.toBuilder();
        builder.moduleStreams = moduleStreams;
        builder.best = best;
        return builder;
    }

    /**
     * {@inheritDoc}
     *
     * @throws io.relocpy.repository.ResolutionException if a request matches nothing, or the requests cannot be satisfied together
     * @throws io.relocpy.repository.FormatException if metadata or a configuration file is damaged
     * @throws io.relocpy.repository.TransferException if metadata cannot be downloaded
     * @throws io.relocpy.repository.VerificationException if signatures or digests do not satisfy the repository's policy
     */
    @Override
    public Closure resolve(ClosureRequest request, RepositoryListener listener) throws IOException {
        return closure(request, listener);
    }

    /**
     * Makes the lockfile that a build with this request would write now. The request's own lockfile is neither read nor written.
     */
    public Lockfile lock(ClosureRequest request, RepositoryListener listener) throws IOException {
        Objects.requireNonNull(request, "request");
        return closure(request.toBuilder().withoutLockfile().build(), listener).lockfile();
    }

    private RpmClosure closure(ClosureRequest request, RepositoryListener listener) throws IOException {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(listener, "listener");
        return Interruption.during(Interruption.resolving(request.requests()), () -> resolved(request, listener));
    }

    private RpmClosure resolved(ClosureRequest request, RepositoryListener listener) throws IOException {
        Configuration configuration = configuration(request, listener);
        List<Repository> repositories = client.toBuilder()
                .onTransfer(listener::onTransfer)
                .onWarning(warning -> listener.onWarning(warning.subject(), warning.message()))
                .strict(request.strict())
                .moduleStreams(moduleStreams.orPlatform(configuration.platform))
                .build()
                .load(configuration.repositories);
        Path lockfile = request.lockfile().orElse(null);
        Resolution resolution;
        Lockfile lock;
        if (lockfile != null && Files.exists(lockfile)) {
            lock = locked(lockfile, request);
            resolution = lock.resolve(repositories);
        } else {
            Resolver resolver = Resolver.builder()
                    .repositories(repositories)
                    .architecture(request.architecture())
                    .weakDependencies(request.weakDependencies())
                    .best(best || configuration.best)
                    .build();
            resolution = resolve(resolver, request, listener);
            lock = Lockfile.of(resolution);
        }
        return new RpmClosure(resolution, repositories, lock);
    }

    /** With those additions that the repositories have; without any if they cannot be installed together. */
    private static Resolution resolve(Resolver resolver, ClosureRequest request, RepositoryListener listener)
            throws IOException {
        List<String> additions =
                request.additions().stream().filter(resolver::hasPackage).toList();
        if (additions.isEmpty()) {
            return resolver.resolve(request.requests());
        }
        List<String> all = new ArrayList<>(request.requests());
        all.addAll(additions);
        try {
            return resolver.resolve(all);
        } catch (RpmResolutionException e) {
            Resolution without = resolver.resolve(request.requests());
            listener.onWarning(String.join(", ", additions), "cannot be added: " + e.getMessage());
            return without;
        }
    }

    private static Lockfile locked(Path file, ClosureRequest request) throws IOException {
        Lockfile lock = Lockfile.read(file);
        if (!request.covers(lock.requests())
                || !lock.architecture().equals(request.architecture())
                || lock.weakDependencies() != request.weakDependencies()) {
            throw new RepositoryException(
                    file.toString(),
                    "was made for " + describe(lock.requests(), lock.architecture(), lock.weakDependencies())
                            + ", not for "
                            + describe(
                                    comparable(request, lock.requests()),
                                    request.architecture(),
                                    request.weakDependencies())
                            + "; delete it to create a new one");
        }
        return lock;
    }

    /** With those additions that the lockfile has, too, so that only differences differ. */
    private static List<String> comparable(ClosureRequest request, List<String> locked) {
        return Stream.concat(
                        request.requests().stream(),
                        request.additions().stream().filter(locked::contains))
                .toList();
    }

    private static String describe(List<String> requests, String architecture, boolean weak) {
        return requests + " on " + architecture + (weak ? " with weak dependencies" : "");
    }

    private Configuration configuration(ClosureRequest request, RepositoryListener listener) throws IOException {
        List<RepositoryConfig> configs = new ArrayList<>();
        boolean bestOfHost = false;
        Optional<String> platform = Optional.empty();
        for (Place place : places) {
            if (place instanceof Place.Configured configured) {
                configs.add(configured.config);
            } else if (place instanceof Place.RepoFile repoFile) {
                configs.addAll(read(repoFile.file, request, listener));
            } else {
                DnfConfiguration host = DnfConfiguration.ofHost(Path.of("/"), request.architecture());
                report(host.warnings(), request, listener);
                configs.addAll(host.repositories());
                bestOfHost = host.best();
                platform = host.platform();
            }
        }
        if (configs.stream().noneMatch(RepositoryConfig::enabled)) {
            throw new RepositoryException("repositories", none());
        }
        return new Configuration(configs, bestOfHost, platform);
    }

    private String none() {
        return places.equals(List.of(new Place.Host()))
                ? "none were given, and this host has none enabled in /etc/yum.repos.d"
                : "none of those that were given is enabled";
    }

    private static List<RepositoryConfig> read(Path file, ClosureRequest request, RepositoryListener listener)
            throws IOException {
        Map<String, String> variables = RepoFiles.hostVariables(Path.of("/"), request.architecture());
        List<SettingWarning> warnings = new ArrayList<>();
        List<RepositoryConfig> configs = RepoFiles.read(file, variables, warnings::add);
        report(warnings, request, listener);
        return configs;
    }

    private static void report(List<SettingWarning> warnings, ClosureRequest request, RepositoryListener listener)
            throws RepositoryException {
        for (SettingWarning warning : warnings) {
            if (request.strict()) {
                throw new RepositoryException(warning.subject(), warning.message());
            }
            listener.onWarning(warning.subject(), warning.message());
        }
    }

    /** The repositories and how they are used, without secrets. */
    @Override
    public String toString() {
        return "RpmRepositories" + places + " by " + client;
    }

    /**
     * Collects repositories and settings. Methods that take any number of values and {@link #host} add to what was given
     * before, all others replace it. Not safe for use by several threads.
     */
    public static final class Builder {
        private final List<Place> places = new ArrayList<>();
        private RepositoryClient.Builder client = RepositoryClient.builder();
        private ModuleSettings moduleStreams = ModuleSettings.DEFAULTS;
        private boolean best;

        private Builder() {}

        /** Adds the repositories that this host's dnf uses; that is the default if no others are added. */
        public Builder host() {
            places.add(new Place.Host());
            return this;
        }

        /**
         * Adds local repositories.
         *
         * @param directories each has a {@code repodata} directory, or just package files, whose headers are then read
         */
        public Builder directories(Path... directories) {
            return directories(Arrays.asList(Objects.requireNonNull(directories, "directories")));
        }

        /**
         * As {@link #directories(Path...)}.
         *
         * @throws IllegalArgumentException if there is none, as for all methods that add repositories: this host's would be
         *     used
         */
        public Builder directories(Collection<Path> directories) {
            Arguments.copyOfSome(directories, "directories")
                    .forEach(directory -> add(RepositoryConfig.ofDirectory(directory)));
            return this;
        }

        /**
         * Adds repositories by URL.
         *
         * @param baseUrls {@code http:}, {@code https:} or {@code file:}, of the directory that has {@code repodata}
         * @throws IllegalArgumentException if a URL cannot be used
         */
        public Builder urls(URI... baseUrls) {
            return urls(Arrays.asList(Objects.requireNonNull(baseUrls, "baseUrls")));
        }

        /** As {@link #urls(URI...)}. */
        public Builder urls(Collection<URI> baseUrls) {
            for (URI baseUrl : Arguments.<URI>copyOfSome(baseUrls, "urls")) {
                add(RepositoryConfig.builder("repository-" + (places.size() + 1))
                        .baseUrl(RepositoryUrl.require(baseUrl, "urls"))
                        .build());
            }
            return this;
        }

        /**
         * Adds the repositories of {@code .repo} files that are enabled there, with the variables of this host. The files are
         * read when a request is resolved.
         */
        public Builder repoFiles(Path... files) {
            return repoFiles(Arrays.asList(Objects.requireNonNull(files, "files")));
        }

        /** As {@link #repoFiles(Path...)}. */
        public Builder repoFiles(Collection<Path> files) {
            Arguments.<Path>copyOfSome(files, "repoFiles")
                    .forEach(file -> places.add(new Place.RepoFile(Arguments.path(file, "repoFiles"))));
            return this;
        }

        /** Adds repositories with everything that a {@code .repo} file can configure. */
        public Builder repositories(RepositoryConfig... configs) {
            return repositories(Arrays.asList(Objects.requireNonNull(configs, "configs")));
        }

        /** As {@link #repositories(RepositoryConfig...)}. */
        public Builder repositories(Collection<RepositoryConfig> configs) {
            Arguments.<RepositoryConfig>copyOfSome(configs, "repositories").forEach(this::add);
            return this;
        }

        private void add(RepositoryConfig config) {
            places.add(new Place.Configured(config));
        }

        /**
         * The directory for downloaded metadata and packages; {@code ~/.cache/relocpy} by default. Processes can share it; one
         * that other users can write to is refused, see {@link RepositoryClient.Builder#cacheDirectory}.
         */
        public Builder cacheDirectory(Path directory) {
            client.cacheDirectory(directory);
            return this;
        }

        /** Whether to use only local repositories and what is in the cache; not by default. */
        public Builder offline(boolean only) {
            client.offline(only);
            return this;
        }

        /** Whether to download metadata even if that in the cache has not expired; not by default. */
        public Builder refresh(boolean always) {
            client.refresh(always);
            return this;
        }

        /** Which streams of modules are used; by default the default streams, for this host's platform if its repositories are used. */
        public Builder moduleStreams(ModuleSettings settings) {
            moduleStreams = Objects.requireNonNull(settings, "settings");
            return this;
        }

        /**
         * Whether only the best version of each request is accepted, as with dnf's {@code best}; not by default. Where this
         * host's repositories are used, its dnf configuration can turn it on, too.
         */
        public Builder best(boolean only) {
            best = only;
            return this;
        }

        /** The repositories; the builder can be used again. */
        public RpmRepositories build() {
            return new RpmRepositories(this);
        }
    }
}
