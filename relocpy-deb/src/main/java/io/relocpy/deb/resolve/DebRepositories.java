package io.relocpy.deb.resolve;

import io.relocpy.deb.Pin;
import io.relocpy.deb.internal.text.DebianArchitecture;
import io.relocpy.deb.internal.text.Syntax;
import io.relocpy.deb.metadata.AptConfiguration;
import io.relocpy.deb.metadata.AptSource;
import io.relocpy.deb.metadata.RepositoryClient;
import io.relocpy.deb.resolve.SourceLoader.Place;
import io.relocpy.repository.Closure;
import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.Repositories;
import io.relocpy.repository.RepositoryListener;
import io.relocpy.repository.internal.io.Interruption;
import io.relocpy.repository.internal.io.RootDirectory;
import io.relocpy.repository.internal.text.Arguments;
import io.relocpy.repository.internal.text.Printable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Debian repositories: those that this host's apt uses, or those that the caller names.
 *
 * <pre>{@code
 * Repositories repositories = DebRepositories.builder()
 *         .suite("trixie")
 *         .build();
 * Bundle.builder().repositories(repositories).modules("python3-yaml").write(Path.of("python.tar.gz"));
 * }</pre>
 *
 * <p>The closure is the one that {@code apt-get install} would compute for an empty root. In addition to what apt accepts, requests
 * can be absolute paths of files, and Python distributions in the form in which RPM packages provide them: {@code
 * python3dist(pyyaml)}. Immutable, safe for use by several threads.
 */
public final class DebRepositories implements Repositories {
    private final List<Place> places;
    private final Path root;
    private final RepositoryClient client;
    private final List<Pin> pins;
    private final List<String> excludes;
    private final @Nullable String defaultRelease;
    private final @Nullable AptSolver solver;
    private final List<String> foreignArchitectures;

    private DebRepositories(Builder builder) {
        places = builder.places.isEmpty() ? List.of(new Place.Host()) : List.copyOf(builder.places);
        root = builder.root;
        client = builder.client.build();
        pins = List.copyOf(builder.pins);
        excludes = List.copyOf(builder.excludes);
        defaultRelease = builder.defaultRelease;
        solver = builder.solver;
        foreignArchitectures = List.copyOf(builder.foreignArchitectures);
    }

    /** Starts with this host's repositories, which are used unless the builder is given others. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Whether a directory looks like a repository of Debian packages, or contains package files. One with {@code repodata} is an
     * RPM repository, whatever else it contains.
     */
    public static boolean isIn(Path directory) {
        return !Files.isDirectory(directory.resolve("repodata"))
                && (Files.isDirectory(directory.resolve("dists"))
                        || has(directory, "{Packages,Packages.*,*" + DirectorySource.SUFFIX + "}"));
    }

    /**
     * Whether a host gets its packages with apt: it has sources for apt and no repositories for dnf.
     *
     * @param root of the host's file system
     */
    public static boolean isDefaultOf(Path root) {
        RootDirectory host = new RootDirectory(root);
        boolean apt = has(host, "etc/apt", "sources.list") || has(host, "etc/apt/sources.list.d", "*.{list,sources}");
        return apt && !has(host, "etc/yum.repos.d", "*.repo");
    }

    private static boolean has(RootDirectory host, String directory, String glob) {
        try {
            return !host.files(host.path(directory, directory), glob).isEmpty();
        } catch (IOException e) { // whoever uses it says what is wrong
            return false;
        }
    }

    private static boolean has(Path directory, String glob) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, glob)) {
            return files.iterator().hasNext();
        } catch (IOException e) { // whoever uses it says what is wrong
            return false;
        }
    }

    /** A builder with the values of these repositories. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.places.addAll(places);
        builder.root = root;
        builder.client = client.toBuilder();
        builder.pins.addAll(pins);
        builder.excludes.addAll(excludes);
        builder.defaultRelease = defaultRelease;
        builder.solver = solver;
        builder.foreignArchitectures.addAll(foreignArchitectures);
        return builder;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The architecture can be given in Debian's naming or in that of the kernel. For a request with a lockfile, no list of
     * packages is read: its packages are downloaded at once, since only they tell what they require.
     *
     * @throws AptResolutionException if a request matches nothing, or apt would not install the requests together
     * @throws FormatException if an index or a package is damaged
     */
    @Override
    public Closure resolve(ClosureRequest request, RepositoryListener listener) throws IOException {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(listener, "listener");
        return Interruption.during(Interruption.resolving(request.requests()), () -> closure(request, listener));
    }

    private DebClosure closure(ClosureRequest request, RepositoryListener listener) throws IOException {
        List<String> architectures = architectures(request.architecture());
        Path lockfile = request.lockfile().orElse(null);
        if (lockfile != null && Files.exists(lockfile)) {
            Lockfile lock = Lockfile.readFor(request, architectures, lockfile);
            Set<String> used =
                    lock.packages().stream().map(Lockfile.LockedPackage::source).collect(Collectors.toSet());
            return DebClosure.of(
                    lock,
                    loader(architectures, request.strict(), listener, Optional.of(used))
                            .load(places));
        }
        return resolved(request, listener);
    }

    /** Whether or not there is a lockfile. */
    private DebClosure resolved(ClosureRequest request, RepositoryListener listener) throws IOException {
        LoadedRepositories loaded = load(architectures(request.architecture()), request.strict(), listener);
        return loaded.closure(request, resolver(loaded));
    }

    /**
     * Computes the same packages as {@link #resolve}, with all that is known of them and of apt's reasons, but without access to
     * their files. A lockfile is neither read nor written.
     */
    public Resolution resolution(ClosureRequest request, RepositoryListener listener) throws IOException {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(listener, "listener");
        List<String> architectures = architectures(request.architecture());
        return Interruption.during(Interruption.resolving(request.requests()), () -> {
            LoadedRepositories loaded = load(architectures, request.strict(), listener);
            return loaded.resolution(request, resolver(loaded));
        });
    }

    /**
     * Loads these repositories to resolve any number of requests. The resolver knows neither paths nor Python distributions: its
     * answers are apt's.
     *
     * @param architecture in Debian's naming or in that of the kernel
     * @return a builder with the settings of these repositories, which can be changed
     */
    public AptResolver.Builder resolver(String architecture, RepositoryListener listener) throws IOException {
        Objects.requireNonNull(architecture, "architecture");
        Objects.requireNonNull(listener, "listener");
        List<String> architectures = architectures(architecture);
        return Interruption.during("loading the package lists", () -> resolver(load(architectures, false, listener)));
    }

    private List<String> architectures(String nativeOne) {
        List<String> architectures = new ArrayList<>(List.of(DebianArchitecture.of(nativeOne)));
        foreignArchitectures.stream()
                .map(DebianArchitecture::of)
                .filter(each -> !architectures.contains(each))
                .forEach(architectures::add);
        return architectures;
    }

    private LoadedRepositories load(List<String> architectures, boolean strict, RepositoryListener listener)
            throws IOException {
        return LoadedRepositories.of(
                loader(architectures, strict, listener, Optional.empty()).load(places), architectures, client);
    }

    private SourceLoader loader(
            List<String> architectures, boolean strict, RepositoryListener listener, Optional<Set<String>> locked) {
        return new SourceLoader(root, client, architectures, strict, listener, locked);
    }

    /** The settings of these repositories come before those of the host. */
    private AptResolver.Builder resolver(LoadedRepositories loaded) {
        SourceLoader.Loaded host = loaded.places();
        AptResolver.Builder builder = AptResolver.builder(loaded.lists())
                .pins(pins)
                .pins(host.pins())
                .exclude(excludes)
                .solver(solver(host.solver()));
        Optional.ofNullable(defaultRelease).or(host::defaultRelease).ifPresent(builder::defaultRelease);
        return builder;
    }

    /**
     * Makes the lockfile that a build with this request would write now; its packages are those of {@link #resolution}. The
     * request's own lockfile is neither read nor written.
     */
    public Lockfile lock(ClosureRequest request, RepositoryListener listener) throws IOException {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(listener, "listener");
        return Interruption.during(Interruption.resolving(request.requests()), () -> resolved(request, listener))
                .lockfile();
    }

    private AptSolver solver(Optional<String> ofHost) {
        AptSolver chosen = solver;
        if (chosen == null) {
            chosen = ofHost.filter(Lockfile.nameOf(AptSolver.SOLVER_3)::equals).isPresent()
                    ? AptSolver.SOLVER_3
                    : AptSolver.INTERNAL;
        }
        return chosen;
    }

    /** The repositories and how they are used, without secrets. */
    @Override
    public String toString() {
        return "DebRepositories" + places + " by " + client;
    }

    /**
     * Collects repositories and settings. Methods that take any number of values, {@link #host} and {@link #suite} add to what
     * was given before, all others replace it. Not safe for use by several threads.
     */
    public static final class Builder {
        private final List<Place> places = new ArrayList<>();
        private Path root = Path.of("/");
        private RepositoryClient.Builder client = RepositoryClient.builder();
        private final List<Pin> pins = new ArrayList<>();
        private final List<String> excludes = new ArrayList<>();
        private @Nullable String defaultRelease;
        private @Nullable AptSolver solver;
        private final List<String> foreignArchitectures = new ArrayList<>();

        private Builder() {}

        /** Adds the sources that this host's apt uses; that is the default if no others are added. */
        public Builder host() {
            places.add(new Place.Host());
            return this;
        }

        /**
         * Adds a suite of this host's distribution from the host's mirror, with the host's keys, whether or not the host uses
         * it, see {@link AptConfiguration#suite}.
         *
         * @param name such as {@code trixie}
         * @throws IllegalArgumentException if that cannot be a suite
         */
        public Builder suite(String name) {
            Objects.requireNonNull(name, "name");
            AptSource.builder("file:/", name) // refuses what cannot be one
                    .components(name.endsWith("/") ? List.of() : List.of("main"))
                    .build();
            places.add(new Place.OfHost(name));
            return this;
        }

        /**
         * Adds the sources of {@code .list} and {@code .sources} files, see {@link AptConfiguration#sources(Path, Consumer)}:
         * with the proxies, logins and default keys of this host, or of {@link #root}. The files are read when a request is
         * resolved.
         *
         * <pre>{@code
         * DebRepositories.builder().sourceFiles(Path.of("company.sources"))
         * }</pre>
         */
        public Builder sourceFiles(Path... files) {
            return sourceFiles(Arrays.asList(Objects.requireNonNull(files, "files")));
        }

        /** As {@link #sourceFiles(Path...)}. */
        public Builder sourceFiles(Collection<Path> files) {
            Arguments.copyOfSome(files, "sourceFiles")
                    .forEach(file -> places.add(new Place.SourceFile(Arguments.path(file, "sourceFiles"))));
            return this;
        }

        /** Adds sources with everything that a {@code .sources} file can configure. */
        public Builder sources(AptSource... configured) {
            return sources(Arrays.asList(Objects.requireNonNull(configured, "configured")));
        }

        /** As {@link #sources(AptSource...)}. */
        public Builder sources(Collection<AptSource> configured) {
            Arguments.copyOfSome(configured, "sources").forEach(source -> places.add(new Place.Source(source)));
            return this;
        }

        /** Takes the configuration of apt below this directory instead of that of this host. */
        public Builder root(Path directory) {
            root = Arguments.path(Objects.requireNonNull(directory, "directory"), "root");
            return this;
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

        /**
         * Adds local directories. Their packages are used without any signature.
         *
         * @param paths each is a repository with one suite in {@code dists}, or flat, or just has files whose names end in
         *     {@code .deb}
         */
        public Builder directories(Path... paths) {
            return directories(Arrays.asList(Objects.requireNonNull(paths, "paths")));
        }

        /** As {@link #directories(Path...)}. */
        public Builder directories(Collection<Path> paths) {
            Arguments.copyOfSome(paths, "directories")
                    .forEach(path -> places.add(new Place.Directory(Arguments.path(path, "directories"))));
            return this;
        }

        /** Adds preferences, in their order. */
        public Builder pins(Pin... preferences) {
            return pins(Arrays.asList(Objects.requireNonNull(preferences, "preferences")));
        }

        /** As {@link #pins(Pin...)}. */
        public Builder pins(Collection<Pin> preferences) {
            pins.addAll(Arguments.copy(preferences, "preferences"));
            return this;
        }

        /** Adds packages that must not be installed, see {@link AptResolver.Builder#exclude}. */
        public Builder exclude(String... patterns) {
            return exclude(Arrays.asList(Objects.requireNonNull(patterns, "patterns")));
        }

        /** As {@link #exclude(String...)}. */
        public Builder exclude(Collection<String> patterns) {
            excludes.addAll(Arguments.names(patterns, "patterns", "exclude"));
            return this;
        }

        /**
         * The release whose packages are preferred, as with {@code --target-release}; by default that of the host if its sources
         * are used, else none.
         */
        public Builder defaultRelease(String release) {
            defaultRelease = Arguments.name(Objects.requireNonNull(release, "release"), "defaultRelease");
            return this;
        }

        /** The solver; that of the host if its sources are used, else {@link AptSolver#INTERNAL}. */
        public Builder solver(AptSolver which) {
            solver = Objects.requireNonNull(which, "which");
            return this;
        }

        /**
         * Adds architectures whose packages may be installed in addition to the request's.
         *
         * @throws IllegalArgumentException if one cannot be an architecture
         */
        public Builder foreignArchitectures(String... names) {
            return foreignArchitectures(Arrays.asList(Objects.requireNonNull(names, "names")));
        }

        /** As {@link #foreignArchitectures(String...)}. */
        public Builder foreignArchitectures(Collection<String> names) {
            List<String> copy = Arguments.copy(names, "names");
            for (String each : copy) {
                if (!Syntax.isArchitecture(each)) {
                    throw new IllegalArgumentException(
                            "foreignArchitectures: expected names of architectures, found " + Printable.quote(each));
                }
            }
            foreignArchitectures.addAll(copy);
            return this;
        }

        /** The repositories; the builder can be used again. */
        public DebRepositories build() {
            return new DebRepositories(this);
        }
    }
}
