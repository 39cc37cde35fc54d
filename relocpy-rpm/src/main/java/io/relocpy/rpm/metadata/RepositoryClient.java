package io.relocpy.rpm.metadata;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.ResolutionException;
import io.relocpy.repository.TransferEvent;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.download.DownloadCache;
import io.relocpy.repository.internal.download.Fetcher;
import io.relocpy.repository.internal.download.HttpDownloader;
import io.relocpy.repository.internal.io.Interruption;
import io.relocpy.repository.internal.io.Parallel;
import io.relocpy.repository.internal.io.Warnings;
import io.relocpy.repository.internal.text.Arguments;
import io.relocpy.rpm.PackageMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Loads repositories and fetches packages from them.
 *
 * <pre>{@code
 * RepositoryClient client = RepositoryClient.builder().cacheDirectory(Path.of("cache")).build();
 * Repository repository = client.load(RepositoryConfig.ofDirectory(Path.of("repo")));
 * Path rpm = repository.fetch(repository.packages().get(0));
 * }</pre>
 *
 * <p>Downloads are kept in a cache directory, which several clients and processes can share. Local repositories are
 * used in place. Immutable and thread-safe.
 */
public final class RepositoryClient {
    /** A copy that nobody changes. */
    private final Builder values;

    private final Warnings<RepositoryWarning> warnings;

    private RepositoryClient(Builder builder) {
        this.values = new Builder(builder);
        this.warnings = new Warnings<>(builder.warnings, builder.strict);
    }

    /** A builder with the values of this client. */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /** Creates a builder. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Loads a repository: repomd.xml and its packages. File lists are loaded on demand.
     *
     * @throws TransferException if it is not available
     * @throws FormatException if its metadata is damaged
     * @throws VerificationException if signatures are required and the policy is not satisfied
     * @throws ResolutionException if an enabled module stream does not exist or cannot be used
     */
    public Repository load(RepositoryConfig config) throws IOException {
        return ModuleFilter.apply(List.of(loadAlone(config)), values.modules, warnings)
                .get(0);
    }

    private Repository loadAlone(RepositoryConfig config) throws IOException {
        return Interruption.during(
                "loading " + config.id(),
                () -> new RepositoryLoader(config, fetcher(config), warnings).load(values.refresh));
    }

    private Fetcher fetcher(RepositoryConfig config) throws IOException {
        HttpDownloader http = new HttpDownloader(config.servers(), values.timeout, values.listener);
        return new Fetcher(values.cache, http, values.offline, RepositoryLoader.isLocal(config));
    }

    /**
     * Loads several repositories in parallel.
     *
     * @return the repositories in the order of the argument, without disabled ones. One with
     *     {@code skip_if_unavailable} that cannot be downloaded is {@linkplain Repository#unavailable() unavailable}
     *     and has no packages. If several have the same ID, as directories with the same name do, {@code -2} is
     *     appended to the second ID, and so on
     * @throws IOException of the first that fails
     */
    public List<Repository> load(List<RepositoryConfig> configs) throws IOException {
        List<RepositoryConfig> enabled = withDistinctIds(
                configs.stream().filter(RepositoryConfig::enabled).toList());
        List<Repository> loaded = Parallel.map(values.parallel, enabled, (index, config) -> loadIfAvailable(config));
        return ModuleFilter.apply(loaded, values.modules, warnings);
    }

    /**
     * Makes the IDs unique, since lockfiles contain them: {@code -2} is appended to the second of equal IDs, and so on.
     */
    private static List<RepositoryConfig> withDistinctIds(List<RepositoryConfig> configs) {
        Set<String> taken = new HashSet<>();
        configs.forEach(config -> taken.add(config.id()));
        Set<String> given = new HashSet<>();
        List<RepositoryConfig> distinct = new ArrayList<>();
        for (RepositoryConfig config : configs) {
            String id = config.id();
            for (int number = 2; !given.add(id); number++) {
                String suffix = "-" + number;
                String next = config.id().substring(0, Math.min(config.id().length(), 200 - suffix.length())) + suffix;
                id = taken.contains(next) ? id : next;
            }
            distinct.add(id.equals(config.id()) ? config : config.toBuilder(id).build());
        }
        return distinct;
    }

    private Repository loadIfAvailable(RepositoryConfig config) throws IOException {
        try {
            return loadAlone(config);
        } catch (TransferException e) {
            if (!config.skipIfUnavailable()) {
                throw e;
            }
            String reason = String.valueOf(e.getMessage());
            warnings.add(new RepositoryWarning.Unavailable(config.id(), reason));
            return Repository.unavailable(config, fetcher(config), warnings, reason);
        }
    }

    /**
     * Fetches the files of several packages in parallel.
     *
     * @return verified files in the order of the argument
     * @throws IOException of the first that fails
     */
    public List<Path> fetch(List<RemotePackage> packages) throws IOException {
        return Parallel.map(values.parallel, packages, (index, remote) -> remote.repository()
                .fetch(remote.metadata()));
    }

    /**
     * A package and the repository that contains it.
     *
     * @param repository the repository
     * @param metadata one of its packages
     */
    public record RemotePackage(Repository repository, PackageMetadata metadata) {}

    /** The cache and the options, without secrets. */
    @Override
    public String toString() {
        return "RepositoryClient[" + values.cache + (values.offline ? ", offline" : "")
                + (values.refresh ? ", refresh" : "") + (values.strict ? ", strict" : "") + "]";
    }

    /** Each method replaces what was set before. Not safe for use by several threads. */
    public static final class Builder {
        private DownloadCache cache = DownloadCache.ofUser();
        private int parallel = 4;
        private Duration timeout = Duration.ofSeconds(30);
        private boolean offline;
        private boolean refresh;
        private Consumer<? super TransferEvent> listener = event -> {};
        private Consumer<? super RepositoryWarning> warnings = warning -> {};
        private boolean strict;
        private ModuleSettings modules = ModuleSettings.DEFAULTS;

        private Builder() {}

        private Builder(Builder from) {
            cache = from.cache;
            parallel = from.parallel;
            timeout = from.timeout;
            offline = from.offline;
            refresh = from.refresh;
            listener = from.listener;
            warnings = from.warnings;
            strict = from.strict;
            modules = from.modules;
        }

        /**
         * The directory for downloads; {@code ~/.cache/relocpy} by default. Created on first use, with mode 0700.
         *
         * <p>Loading fails with a {@link VerificationException} if the directory is writable by everyone, or by a group
         * with another name than its owner. A directory set here, and its content, may belong to another user; the
         * default directory and all its parents must belong to this user or root. Symbolic links in it are not
         * followed.
         *
         * @throws IllegalArgumentException if it is not a path of the default file system
         */
        public Builder cacheDirectory(Path directory) {
            this.cache =
                    DownloadCache.in(Arguments.path(Objects.requireNonNull(directory, "directory"), "cacheDirectory"));
            return this;
        }

        /**
         * The number of parallel transfers, 1 to 64; 4 by default.
         *
         * @throws IllegalArgumentException if it is another number
         */
        public Builder parallel(int transfers) {
            this.parallel = Arguments.threads(transfers, "parallel");
            return this;
        }

        /**
         * How long connecting may take, and how long a transfer may be slower than {@link HttpSettings#minRate()},
         * before the next server is tried; 30 seconds by default. A repository's {@link HttpSettings#timeout()} takes
         * precedence.
         *
         * @throws IllegalArgumentException unless it is positive
         */
        public Builder timeout(Duration timeout) {
            this.timeout = Arguments.timeout(timeout, "timeout");
            return this;
        }

        /** Whether to use only local repositories and the cache; false by default. */
        public Builder offline(boolean offline) {
            this.offline = offline;
            return this;
        }

        /** Whether to download metadata even if that in the cache has not expired; false by default. */
        public Builder refresh(boolean refresh) {
            this.refresh = refresh;
            return this;
        }

        /** Receives the events of every transfer. */
        public Builder onTransfer(Consumer<? super TransferEvent> listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** Receives every warning, one at a time, on the thread that loads or fetches. */
        public Builder onWarning(Consumer<? super RepositoryWarning> consumer) {
            this.warnings = Objects.requireNonNull(consumer, "consumer");
            return this;
        }

        /**
         * Whether to fail with a {@link VerificationException} in place of a {@link RepositoryWarning}; false by
         * default.
         */
        public Builder strict(boolean strict) {
            this.strict = strict;
            return this;
        }

        /** Which module streams are used; {@link ModuleSettings#DEFAULTS} by default. */
        public Builder moduleStreams(ModuleSettings modules) {
            this.modules = Objects.requireNonNull(modules, "modules");
            return this;
        }

        /** Creates the client. */
        public RepositoryClient build() {
            return new RepositoryClient(this);
        }
    }
}
