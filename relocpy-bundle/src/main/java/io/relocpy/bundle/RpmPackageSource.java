package io.relocpy.bundle;

import io.relocpy.rpm.DnfConfiguration;
import io.relocpy.rpm.FileType;
import io.relocpy.rpm.Lockfile;
import io.relocpy.rpm.ModuleSettings;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.PayloadEntry;
import io.relocpy.rpm.Repository;
import io.relocpy.rpm.RepositoryClient;
import io.relocpy.rpm.RepositoryConfig;
import io.relocpy.rpm.RepositoryUrl;
import io.relocpy.rpm.Resolution;
import io.relocpy.rpm.ResolvedPackage;
import io.relocpy.rpm.Resolver;
import io.relocpy.rpm.RpmFile;
import io.relocpy.rpm.RpmPayload;
import io.relocpy.rpm.SettingWarning;
import io.relocpy.rpm.TransferEvent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Packages of RPM repositories: all that the assembly has to do with them. */
final class RpmPackageSource implements PackageSource {
    /** Waiting for servers, not for processors. */
    private static final int PARALLEL_DOWNLOADS = 8;

    private final List<RepositoryConfig> configurations;
    private final RepositoryClient.Builder client;
    private final ModuleSettings moduleStreams;
    private final Progress progress;
    private final boolean strict;
    private volatile TransferWatch watch = (file, bytes, totalBytes) -> {};
    private final String architecture;
    private final boolean weakDependencies;
    private final boolean best;
    private final @Nullable Path lockfile;
    private final Map<String, Remote> remotes = new ConcurrentHashMap<>();
    private final Map<String, Path> fetched = new ConcurrentHashMap<>();
    private @Nullable Lockfile lock;

    private record Remote(Repository repository, PackageMetadata metadata) {}

    RpmPackageSource(Bundle.Builder options, Progress progress) {
        this.configurations = List.copyOf(options.repositories);
        this.client = RepositoryClient.builder()
                .listener(this::tell)
                .strict(options.strict)
                .onWarning(warning -> progress.warning("repository " + warning.repository(), warning.message()));
        if (options.cacheDirectory != null) {
            client.cache(options.cacheDirectory);
        }
        this.moduleStreams = options.moduleStreams;
        this.progress = progress;
        this.strict = options.strict;
        this.architecture = options.architecture;
        this.weakDependencies = options.weakDependencies;
        this.best = options.best;
        this.lockfile = options.lockfile;
    }

    private void tell(TransferEvent event) {
        if (event instanceof TransferEvent.Advanced advanced) {
            watch.advanced(fileName(advanced.source()), advanced.present(), advanced.size());
        }
    }

    private static String fileName(URI source) {
        String path = String.valueOf(source.getPath());
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public List<SourcePackage> resolve(List<String> requests, TransferWatch transfers) throws IOException {
        watch = transfers;
        DnfConfiguration host = configurations.isEmpty() ? host() : null;
        ModuleSettings streams = host == null ? moduleStreams : moduleStreams.orPlatform(host.platform());
        List<Repository> repositories =
                client.modules(streams).build().load(host == null ? configurations : host.repositories());
        Resolution resolution = resolution(repositories, requests, best || (host != null && host.best()));
        List<SourcePackage> packages = new ArrayList<>();
        for (ResolvedPackage resolved : resolution.packages()) {
            PackageMetadata metadata = resolved.metadata();
            SourcePackage origin = new SourcePackage(
                    metadata.nevra().name(),
                    metadata.nevra().evr().toString(),
                    metadata.nevra().arch(),
                    metadata.license(),
                    resolved.repository().id(),
                    metadata.checksum().toString(),
                    metadata.packageSize(),
                    resolved.reason().toString(),
                    resolved.reason().origin().map(Nevra::toString).orElse(""));
            remotes.put(origin.id(), new Remote((Repository) resolved.repository(), metadata));
            packages.add(origin);
        }
        return packages;
    }

    /** What the lockfile says if there is one; else what dnf would install, which then goes into the lockfile. */
    private Resolution resolution(List<Repository> repositories, List<String> requests, boolean best)
            throws IOException {
        if (lockfile != null && Files.exists(lockfile)) {
            Lockfile read = Lockfile.read(lockfile);
            if (!read.requests().equals(requests) || !read.architecture().equals(architecture)) {
                throw new BundleException(
                        lockfile.toString(),
                        "was made for " + read.requests() + " on " + read.architecture() + ", not for " + requests
                                + " on " + architecture + "; delete it to lock anew");
            }
            lock = read;
            return read.resolve(repositories);
        }
        Resolution resolution = Resolver.builder()
                .repositories(repositories)
                .architecture(architecture)
                .weakDependencies(weakDependencies)
                .best(best)
                .build()
                .resolve(requests);
        lock = Lockfile.of(resolution);
        if (lockfile != null) {
            lock.write(lockfile);
        }
        return resolution;
    }

    @Override
    public BuildInputs inputs() throws IOException {
        Lockfile used = Objects.requireNonNull(lock, "resolved before");
        SortedMap<String, Repository> repositories = new TreeMap<>();
        remotes.values().forEach(remote -> repositories.put(remote.repository.id(), remote.repository));
        List<BuildInputs.RepositoryInput> inputs = new ArrayList<>();
        for (Repository each : repositories.values()) {
            inputs.add(new BuildInputs.RepositoryInput(each.id(), urls(each.config()), each.keyFingerprints()));
        }
        return new BuildInputs(used.requests(), inputs, used.text());
    }

    /** Without what says who asks; a folder of this machine says nothing to others. */
    static List<String> urls(RepositoryConfig config) {
        return Stream.concat(
                        config.baseUrls().stream(),
                        Stream.of(config.mirrorList(), config.metalink()).filter(Objects::nonNull))
                .filter(url -> !"file".equalsIgnoreCase(url.getScheme()))
                .map(url -> RepositoryUrl.withoutSecrets(url).toString())
                .toList();
    }

    private DnfConfiguration host() throws IOException {
        DnfConfiguration host = DnfConfiguration.ofHost(Path.of("/"), architecture);
        for (SettingWarning warning : host.warnings()) {
            if (strict) {
                throw new BundleException(warning.file().toString(), warning.message());
            }
            progress.warning(warning.file().toString(), warning.message());
        }
        if (host.repositories().stream().noneMatch(RepositoryConfig::enabled)) {
            throw new BundleException(
                    "repositories", "none were given, and this host has none enabled in /etc/yum.repos.d");
        }
        return host;
    }

    @Override
    public void fetch(List<SourcePackage> packages, Consumer<SourcePackage> arrived, TransferWatch transfers)
            throws IOException {
        watch = transfers;
        Parallel.map(PARALLEL_DOWNLOADS, packages, (index, origin) -> {
            Remote remote = Objects.requireNonNull(remotes.get(origin.id()), "resolved here");
            Path file = remote.repository().fetch(remote.metadata());
            fetched.put(origin.id(), file);
            arrived.accept(origin);
            return file;
        });
    }

    @Override
    public void read(SourcePackage source, EntryVisitor visitor) throws IOException {
        Path file = Objects.requireNonNull(fetched.get(source.id()), "fetched before");
        Remote remote = Objects.requireNonNull(remotes.get(source.id()), "resolved here");
        // what is unpacked is what was fetched and verified, whoever may have written to the file since
        try (RpmPayload payload =
                RpmFile.open(file, remote.metadata().checksum()).payload()) {
            for (PayloadEntry entry = payload.next(); entry != null; entry = payload.next()) {
                if (entry.type() == FileType.SYMLINK || (entry.type() == FileType.FILE && entry.hasContent())) {
                    visitor.visit(toEntry(entry), payload.content());
                }
            }
        }
    }

    private static Entry toEntry(PayloadEntry entry) {
        return new Entry(
                entry.names(),
                entry.type() == FileType.SYMLINK ? Kind.SYMBOLIC_LINK : Kind.FILE,
                entry.mode() & 07777,
                Instant.ofEpochSecond(entry.mtime()),
                entry.size(),
                entry.linkTarget());
    }
}
