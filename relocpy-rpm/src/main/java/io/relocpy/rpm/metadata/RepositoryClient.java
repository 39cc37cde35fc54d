package io.relocpy.rpm.metadata;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.ResolutionException;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.TransferListener;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.download.DownloadCache;
import io.relocpy.repository.internal.download.Fetcher;
import io.relocpy.repository.internal.download.HttpDownloader;
import io.relocpy.repository.internal.io.Parallel;
import io.relocpy.rpm.PackageMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Loads repositories and gets packages from them.
 *
 * <pre>{@code
 * RepositoryClient client = RepositoryClient.builder().cache(Path.of("cache")).build();
 * Repository repository = client.load(RepositoryConfig.ofFolder(Path.of("repo")));
 * Path rpm = repository.fetch(repository.packages().get(0));
 * }</pre>
 *
 * <p>What comes over the network is kept in a cache folder, which several clients and processes may share. Local
 * repositories are used where they are. Immutable, safe for several threads.
 */
public final class RepositoryClient {
    private final DownloadCache cache;
    private final Duration timeout;
    private final TransferListener listener;
    private final boolean offline;
    private final boolean refresh;
    private final int parallel;
    private final Warnings warnings;
    private final ModuleSettings modules;

    private RepositoryClient(Builder builder) {
        this.cache = new DownloadCache(builder.cache, builder.cacheNamed);
        this.timeout = builder.timeout;
        this.listener = builder.listener;
        this.offline = builder.offline;
        this.refresh = builder.refresh;
        this.parallel = builder.parallel;
        this.warnings = new Warnings(builder.warnings, builder.strict);
        this.modules = builder.modules;
    }

    /** Begins a client. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Loads a repository's table of contents and its packages; file lists when they are asked for.
     *
     * @throws TransferException when it is nowhere to be had
     * @throws FormatException when its metadata are damaged
     * @throws VerificationException when its configuration asks for signatures, and its policy is not met
     * @throws ResolutionException when a module's stream that is enabled is not there, or cannot be used
     */
    public Repository load(RepositoryConfig config) throws IOException {
        return ModuleFilter.apply(List.of(loadAlone(config)), modules, warnings).get(0);
    }

    private Repository loadAlone(RepositoryConfig config) throws IOException {
        return new RepositoryLoader(config, fetcher(config), warnings).load(refresh);
    }

    private Fetcher fetcher(RepositoryConfig config) throws IOException {
        HttpDownloader http = new HttpDownloader(config.servers(), timeout, listener);
        return new Fetcher(cache, http, offline, RepositoryLoader.isLocal(config));
    }

    /**
     * Loads several repositories, some at a time.
     *
     * @return in the order of the argument, without those that are not enabled. One with {@code skip_if_unavailable} that is
     *     nowhere to be had is {@linkplain Repository#unavailable() not available} and has no packages. Of several with one id,
     *     as folders of the same name have, the second gets {@code -2} at the end of its id, and so on
     * @throws IOException of the first that fails
     */
    public List<Repository> load(List<RepositoryConfig> configs) throws IOException {
        List<RepositoryConfig> enabled = withDistinctIds(
                configs.stream().filter(RepositoryConfig::enabled).toList());
        List<Repository> loaded = Parallel.map(parallel, enabled, (index, config) -> loadIfAvailable(config));
        return ModuleFilter.apply(loaded, modules, warnings);
    }

    /**
     * Those configurations with an id for each, which is what packages are locked with: the second of an id gets {@code -2} at
     * its end, and so on.
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
     * Gets the files of several packages, some at a time.
     *
     * @return verified files in the order of the argument
     * @throws IOException of the first that fails
     */
    public List<Path> fetch(List<RemotePackage> packages) throws IOException {
        return Parallel.map(
                parallel, packages, (index, remote) -> remote.repository().fetch(remote.metadata()));
    }

    /**
     * A package and the repository that has it.
     *
     * @param repository the repository
     * @param metadata one of its packages
     */
    public record RemotePackage(Repository repository, PackageMetadata metadata) {}

    /** Collects the settings of a client. */
    public static final class Builder {
        private Path cache = Path.of(System.getProperty("user.home", "."), ".cache", "relocpy");
        private boolean cacheNamed;
        private int parallel = 4;
        private Duration timeout = Duration.ofSeconds(30);
        private boolean offline;
        private boolean refresh;
        private TransferListener listener = TransferListener.NONE;
        private Consumer<? super RepositoryWarning> warnings = warning -> {};
        private boolean strict;
        private ModuleSettings modules = ModuleSettings.DEFAULTS;

        private Builder() {}

        /**
         * The folder for what is downloaded; {@code ~/.cache/relocpy} unless stated. Made when it is first needed, with mode
         * 0700.
         *
         * <p>Loading fails with a {@link VerificationException} where others may write the folder: its group, unless that
         * has the owner's name, or all. One that was named here may belong to another user, and what lies in it too; one that
         * was not belongs to this user or root, and so does every directory on the way to it. Links in it are not followed.
         */
        public Builder cache(Path folder) {
            this.cache = folder.toAbsolutePath();
            this.cacheNamed = true;
            return this;
        }

        /** How many transfers run at the same time, 1 to 64; 4 unless stated. */
        public Builder parallel(int transfers) {
            if (transfers < 1 || transfers > 64) {
                throw new IllegalArgumentException("parallel is not 1 to 64: " + transfers);
            }
            this.parallel = transfers;
            return this;
        }

        /**
         * How long a connection may take, and a transfer be slower than {@link HttpSettings#minRate()}, before the next
         * server is asked; 30 seconds unless stated. A repository's own {@link HttpSettings#timeout()} comes first.
         */
        public Builder timeout(Duration timeout) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("timeout is not positive: " + timeout);
            }
            this.timeout = timeout;
            return this;
        }

        /** Uses local repositories and the cache alone. */
        public Builder offline(boolean offline) {
            this.offline = offline;
            return this;
        }

        /** Asks the servers for the newest metadata, however fresh those in the cache are. */
        public Builder refresh(boolean refresh) {
            this.refresh = refresh;
            return this;
        }

        /** Hears of every transfer. */
        public Builder listener(TransferListener listener) {
            this.listener = listener;
            return this;
        }

        /** Receives every warning, one at a time, on the thread that loads or fetches. */
        public Builder onWarning(Consumer<? super RepositoryWarning> consumer) {
            this.warnings = consumer;
            return this;
        }

        /**
         * Whether to fail with a {@link VerificationException} where there would be a {@link RepositoryWarning}; off by
         * default.
         */
        public Builder strict(boolean strict) {
            this.strict = strict;
            return this;
        }

        /** Which streams of modules are used; {@link ModuleSettings#DEFAULTS} unless stated. */
        public Builder modules(ModuleSettings modules) {
            this.modules = modules;
            return this;
        }

        /** The client. */
        public RepositoryClient build() {
            return new RepositoryClient(this);
        }
    }
}
