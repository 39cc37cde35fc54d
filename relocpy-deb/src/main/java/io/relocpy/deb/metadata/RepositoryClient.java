package io.relocpy.deb.metadata;

import io.relocpy.deb.internal.text.Syntax;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.RepositoryException;
import io.relocpy.repository.TransferEvent;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.download.DownloadCache;
import io.relocpy.repository.internal.io.Parallel;
import io.relocpy.repository.internal.io.Warnings;
import io.relocpy.repository.internal.text.Arguments;
import io.relocpy.repository.openpgp.KeyRing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Loads suites of apt repositories: verifies their Release files as apt does, and downloads their indexes.
 *
 * <pre>{@code
 * RepositoryClient client = RepositoryClient.builder().architectures(List.of("amd64")).build();
 * List<Suite> suites = client.load(List.of(source));
 * }</pre>
 *
 * <p>Downloads are kept in a cache directory, which several clients and processes can share. Local repositories are
 * used in place. Immutable and thread-safe.
 *
 * @see <a href="https://manpages.debian.org/apt-secure.8">apt-secure(8)</a>
 */
public final class RepositoryClient {
    /** A copy that nobody changes. */
    private final Builder values;

    private final Archive.Connections connections;
    private final ReleaseLoader.Settings settings;
    private final ReleaseChecks.Options checks;
    private final IndexContent.Choice choice;
    private final Warnings<RepositoryWarning> warnings;

    private RepositoryClient(Builder builder) {
        values = new Builder(builder);
        connections = new Archive.Connections(
                builder.cache, builder.http, builder.knowsLogins, builder.timeout, builder.listener, builder.offline);
        settings = new ReleaseLoader.Settings(
                builder.refresh, builder.allowInsecure, builder.lists, builder.metadataExpire);
        checks = new ReleaseChecks.Options(
                builder.checkDate, builder.checkValidUntil, builder.maxFuture, builder.mayChange, builder.limits);
        choice = IndexContent.Choice.of(builder.compressions, builder.lists);
        warnings = new Warnings<>(builder.warnings, builder.strict);
    }

    /** Creates a builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with the values of this client. */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /**
     * The file in the cache where an {@linkplain io.relocpy.deb.resolve.PackageLists#readIndexed index} of package lists can be
     * kept. Nobody else can write to it; but in a cache directory that the caller named, it may come from elsewhere, like the
     * directory. {@link Suite#fetchListed} does not fetch what only such an index says.
     *
     * @param name without slashes
     * @throws IOException if the cache cannot be used
     */
    public Path indexFile(String name) throws IOException {
        return values.cache.index(name);
    }

    /**
     * Loads suites in parallel: their Release files, verified, and their Packages files, whose content is verified when
     * it is opened.
     *
     * @param sources several of one suite become one, at the place of the first, as for apt
     * @return the suites in the order of the argument
     * @throws TransferException if one is not available
     * @throws FormatException if one is damaged
     * @throws VerificationException if the signature, the date or the identity of a Release file is not accepted
     * @throws RepositoryException if a source contradicts another one of the same suite
     */
    public List<Suite> load(List<AptSource> sources) throws IOException {
        Map<String, List<AptSource>> bySuite = new LinkedHashMap<>();
        for (AptSource source : sources) {
            String key = source.uri().replaceFirst("/*$", "/") + " " + source.suite();
            bySuite.computeIfAbsent(key, each -> new ArrayList<>()).add(source);
        }
        List<List<AptSource>> suites = List.copyOf(bySuite.values());
        for (List<AptSource> lines : suites) {
            requireSameOptions(lines);
        }
        Keyrings keyrings = new Keyrings(values.defaultKeys, values.root);
        List<Suite> loaded = Parallel.map(values.parallel, suites, (index, lines) -> loadIfAvailable(lines, keyrings));
        List<IndexContent> indexes =
                loaded.stream().flatMap(suite -> suite.indexes().stream()).toList();
        Parallel.map(values.parallel, indexes, (index, content) -> {
            content.prepare();
            return true;
        });
        return loaded;
    }

    private static void requireSameOptions(List<AptSource> lines) throws RepositoryException {
        AptSource first = lines.get(0);
        for (AptSource line : lines) {
            boolean same = line.signedBy().equals(first.signedBy())
                    && line.trusted().equals(first.trusted())
                    && line.checkDate().equals(first.checkDate())
                    && line.checkValidUntil().equals(first.checkValidUntil())
                    && line.validUntilMin().equals(first.validUntilMin())
                    && line.validUntilMax().equals(first.validUntilMax())
                    && line.byHash().equals(first.byHash());
            if (!same) {
                throw new RepositoryException(
                        line.toString(), "expected the options of " + first + ", the same suite, found others");
            }
        }
    }

    private Suite loadIfAvailable(List<AptSource> lines, Keyrings keyrings) throws IOException {
        AptSource source = lines.get(0);
        try {
            return load(source, lines, keyrings);
        } catch (TransferException e) {
            if (!values.skipUnavailable) {
                throw e;
            }
            String reason = String.valueOf(e.getMessage());
            warnings.add(new RepositoryWarning.Unavailable(source.toString(), reason));
            return Suite.unavailable(source, reason);
        }
    }

    private Suite load(AptSource source, List<AptSource> lines, Keyrings keyrings) throws IOException {
        Archive archive = Archive.of(source, connections, !settings.refresh());
        if (values.onlyPackages) {
            return Suite.of(new Suite.Loaded(archive, null, choice), List.of());
        }
        TrustedSigners signers = TrustedSigners.of(source, keyrings);
        ReleaseChecks releaseChecks = new ReleaseChecks(source, checks, values.clock.instant());
        ReleaseLoader loader = new ReleaseLoader(archive, signers, releaseChecks, settings, warnings);
        SignedRelease signed = loader.load();
        Archive current = signed.files().base().map(archive::startingWith).orElse(archive);
        List<IndexTargets.Target> targets =
                new IndexTargets(values.architectures, signed.release(), warnings).of(lines);
        return Suite.of(new Suite.Loaded(current, signed, choice), targets);
    }

    /** The cache and the options, without secrets. */
    @Override
    public String toString() {
        return "RepositoryClient[" + values.cache + ", " + values.architectures + (values.offline ? ", offline" : "")
                + (values.refresh ? ", refresh" : "") + (values.strict ? ", strict" : "") + "]";
    }

    /** Each method replaces what was set before. Not safe for use by several threads. */
    public static final class Builder {
        private List<String> architectures = List.of("amd64");
        private DownloadCache cache = DownloadCache.ofUser();
        private @Nullable Path lists;
        private KeyRing defaultKeys = KeyRing.EMPTY;
        private Path root = Path.of("/");
        private Function<? super URI, HttpSettings> http = uri -> HttpSettings.DEFAULT;
        private boolean knowsLogins;
        private boolean offline;
        private boolean refresh;
        private Duration metadataExpire = Duration.ofDays(1);
        private List<String> compressions = List.of();
        private int parallel = 4;
        private Duration timeout = Duration.ofSeconds(30);
        private Consumer<? super TransferEvent> listener = event -> {};
        private Consumer<? super RepositoryWarning> warnings = warning -> {};
        private boolean strict;
        private boolean skipUnavailable;
        private boolean onlyPackages;
        private boolean checkDate = ReleaseChecks.Options.DEFAULTS.date();
        private boolean checkValidUntil = ReleaseChecks.Options.DEFAULTS.validUntil();
        private Duration maxFuture = ReleaseChecks.Options.DEFAULTS.maxFuture();
        private Set<String> mayChange = ReleaseChecks.Options.DEFAULTS.mayChange();
        private BiFunction<AptSource, String, AptSource> limits = ReleaseChecks.Options.DEFAULTS.limits();
        private boolean allowInsecure;
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        private Builder(Builder from) {
            architectures = from.architectures;
            cache = from.cache;
            lists = from.lists;
            defaultKeys = from.defaultKeys;
            root = from.root;
            http = from.http;
            knowsLogins = from.knowsLogins;
            offline = from.offline;
            refresh = from.refresh;
            metadataExpire = from.metadataExpire;
            compressions = from.compressions;
            parallel = from.parallel;
            timeout = from.timeout;
            listener = from.listener;
            warnings = from.warnings;
            strict = from.strict;
            skipUnavailable = from.skipUnavailable;
            onlyPackages = from.onlyPackages;
            checkDate = from.checkDate;
            checkValidUntil = from.checkValidUntil;
            maxFuture = from.maxFuture;
            mayChange = from.mayChange;
            limits = from.limits;
            allowInsecure = from.allowInsecure;
            clock = from.clock;
        }

        /**
         * The architectures whose packages may be installed, the native one first; {@code amd64} by default.
         *
         * @throws IllegalArgumentException if there is none, or one that cannot exist
         */
        public Builder architectures(List<String> names) {
            List<String> copy = Arguments.copy(names, "names");
            if (copy.isEmpty() || !copy.stream().allMatch(Syntax::isArchitecture)) {
                throw new IllegalArgumentException("not architectures: " + names);
            }
            architectures = copy;
            return this;
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
            cache = DownloadCache.in(Arguments.path(Objects.requireNonNull(directory, "directory"), "cacheDirectory"));
            return this;
        }

        /** As the default directory: not named by the caller. For tests. */
        Builder ownCache(Path directory) {
            cache = DownloadCache.ofUser(directory);
            return this;
        }

        /**
         * Where apt keeps what it downloaded, such as {@code /var/lib/apt/lists}; none by default. Nothing is written
         * there. A Release file there is used without asking a server for a newer one, and indexes there that match it
         * are not downloaded.
         */
        public Builder listsDirectory(Path directory) {
            lists = Arguments.path(directory, "listsDirectory");
            return this;
        }

        /** The keys for sources that do not name a keyring; none by default. */
        public Builder defaultKeys(KeyRing keys) {
            defaultKeys = Objects.requireNonNull(keys, "keys");
            return this;
        }

        /** The directory below which the keyrings of {@link SignedBy.Keyring} are; {@code /} by default. */
        public Builder root(Path directory) {
            root = Arguments.path(directory, "root");
            return this;
        }

        /**
         * How to connect to a server; {@link HttpSettings#DEFAULT} by default. Where a redirect leads, neither a password
         * nor a client certificate is sent unless it is the server of a repository, a mirror or a list of mirrors.
         *
         * @param settings by the URL of a file, without user name and password; also of one that a redirect names. Called by
         *     several threads. Whatever it throws ends the transfer of that file; an {@link java.io.UncheckedIOException}
         *     as if it had failed, so that the next mirror is tried
         */
        public Builder http(Function<? super URI, HttpSettings> settings) {
            http = Objects.requireNonNull(settings, "settings");
            knowsLogins = false;
            return this;
        }

        /** Whether to use only local repositories, apt's lists and the cache; false by default. */
        public Builder offline(boolean value) {
            offline = value;
            return this;
        }

        /** Whether to ask for newer Release files in any case, as {@code apt-get update} does; false by default. */
        public Builder refresh(boolean value) {
            refresh = value;
            return this;
        }

        /**
         * How old a Release file in the cache may be to be used without asking for a newer one; a day by default.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder metadataExpire(Duration age) {
            metadataExpire = Arguments.time(age, "metadataExpire");
            return this;
        }

        /**
         * In which compressions indexes are downloaded ({@code Acquire::CompressionTypes::Order}), the most preferred first:
         * {@code gz}, {@code xz}, {@code bz2}, {@code lzma}, {@code lz4} or {@code zst}. What is not named, and everything by
         * default, comes in this order: gzip is decompressed several times as fast as xz, whose files are smaller by a quarter.
         *
         * @param types as apt names them; unknown ones are ignored
         */
        public Builder compressionOrder(List<String> types) {
            compressions = Arguments.copy(types, "types");
            return this;
        }

        /**
         * The number of parallel transfers, 1 to 64; 4 by default.
         *
         * @throws IllegalArgumentException if it is another number
         */
        public Builder parallel(int transfers) {
            parallel = Arguments.threads(transfers, "parallel");
            return this;
        }

        /**
         * How long connecting may take, and how long a transfer may be slower than {@link HttpSettings#minRate()},
         * before the next server is tried; 30 seconds by default. {@link HttpSettings#timeout()} takes precedence.
         *
         * @throws IllegalArgumentException unless it is positive
         */
        public Builder timeout(Duration duration) {
            timeout = Arguments.timeout(duration, "timeout");
            return this;
        }

        /** Receives the events of every transfer. */
        public Builder onTransfer(Consumer<? super TransferEvent> receiver) {
            listener = Objects.requireNonNull(receiver, "receiver");
            return this;
        }

        /** Receives every warning, one at a time, on a thread that loads. */
        public Builder onWarning(Consumer<? super RepositoryWarning> consumer) {
            warnings = Objects.requireNonNull(consumer, "consumer");
            return this;
        }

        /**
         * Whether to fail with a {@link VerificationException} in place of a {@link RepositoryWarning}; false by
         * default.
         */
        public Builder strict(boolean value) {
            strict = value;
            return this;
        }

        /**
         * Whether a suite that no server offers is left out with a {@link RepositoryWarning.Unavailable}, as apt does
         * when a server cannot be reached; false by default.
         */
        public Builder skipUnavailable(boolean value) {
            skipUnavailable = value;
            return this;
        }

        /**
         * Whether suites are loaded without their Release files and indexes, only to {@linkplain Suite#fetch fetch} packages
         * whose checksums are known; false by default. Such a suite has neither a date nor keys.
         */
        public Builder onlyPackages(boolean value) {
            onlyPackages = value;
            return this;
        }

        /** Whether the date of Release files is checked ({@code Acquire::Check-Date}); true by default. */
        public Builder checkDate(boolean value) {
            checkDate = value;
            return this;
        }

        /** Whether {@code Valid-Until} is checked ({@code Acquire::Check-Valid-Until}); true by default. */
        public Builder checkValidUntil(boolean value) {
            checkValidUntil = value;
            return this;
        }

        /** How far ahead the date of a Release file may be ({@code Acquire::Max-FutureTime}); 10 seconds by default. */
        public Builder maxFutureTime(Duration duration) {
            maxFuture = Arguments.time(duration, "maxFutureTime");
            return this;
        }

        /**
         * The fields of Release files that may change ({@code Acquire::AllowReleaseInfoChange}): of {@code Origin},
         * {@code Label}, {@code Version}, {@code Suite} and {@code Codename}. {@code Version} and {@code Suite} by
         * default.
         */
        public Builder allowReleaseInfoChange(Collection<String> fields) {
            mayChange = Set.copyOf(Arguments.copy(fields, "fields"));
            return this;
        }

        /**
         * What a host's apt.conf says of all repositories: the order of compressions, as for {@link #compressionOrder}; which
         * fields of Release files may change, as for {@link #allowReleaseInfoChange}; and the limits of time for those with a
         * {@code Label}, such as {@code Acquire::Max-ValidTime::Debian}; and how to connect to servers. A login of auth.conf is
         * for its machine, as for apt, also where a redirect leads. All else is in the configured sources.
         */
        public Builder configuration(AptConfiguration apt) {
            compressions = Objects.requireNonNull(apt, "apt").compressionOrder();
            mayChange = apt.allowedReleaseInfoChanges();
            limits = apt::withLimitsFor;
            http = apt::httpOf;
            knowsLogins = true;
            return this;
        }

        /**
         * Whether suites without a good signature are used ({@code Acquire::AllowInsecureRepositories}) unless a source
         * says otherwise; false by default.
         */
        public Builder allowInsecure(boolean value) {
            allowInsecure = value;
            return this;
        }

        /** The time that keys, signatures and Release files have to be valid at; that of the system by default. */
        public Builder clock(InstantSource time) {
            clock = Objects.requireNonNull(time, "time");
            return this;
        }

        /** Creates the client. */
        public RepositoryClient build() {
            return new RepositoryClient(this);
        }
    }
}
