package io.relocpy.deb.resolve;

import io.relocpy.deb.PackagesOrigin;
import io.relocpy.deb.Pin;
import io.relocpy.deb.metadata.PackagesFile;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.Closure;
import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.PackageReason;
import io.relocpy.repository.Repositories;
import io.relocpy.repository.RepositoryException;
import io.relocpy.repository.RepositoryListener;
import io.relocpy.repository.internal.text.ArchitectureNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Debian repositories: those that this host's apt uses, or those that the caller names.
 *
 * <pre>{@code
 * Repositories repositories = DebRepositories.builder()
 *         .directories(Path.of("/srv/debs"))
 *         .build();
 * Bundle.builder().repositories(repositories).modules("python3-yaml").write(Path.of("python.tar.gz"));
 * }</pre>
 *
 * <p>The closure is the one that {@code apt-get install} would compute for an empty root, with {@linkplain Builder#base one
 * more package}. Besides what apt accepts, requests can be absolute paths of files, and Python distributions as RPM packages
 * provide them: {@code python3dist(pyyaml)}. Immutable, safe for use by several threads.
 */
public final class DebRepositories implements Repositories {
    private final List<Path> directories;
    private final List<Pin> pins;
    private final List<String> excludes;
    private final @Nullable String defaultRelease;
    private final AptSolver solver;
    private final List<String> foreignArchitectures;
    private final List<String> base;

    private DebRepositories(Builder builder) {
        directories = List.copyOf(builder.directories);
        pins = List.copyOf(builder.pins);
        excludes = List.copyOf(builder.excludes);
        defaultRelease = builder.defaultRelease;
        solver = builder.solver;
        foreignArchitectures = List.copyOf(builder.foreignArchitectures);
        base = builder.base;
    }

    /** Starts without repositories. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with the values of these repositories. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.directories.addAll(directories);
        builder.pins.addAll(pins);
        builder.excludes.addAll(excludes);
        builder.defaultRelease = defaultRelease;
        builder.solver = solver;
        builder.foreignArchitectures.addAll(foreignArchitectures);
        builder.base = base;
        return builder;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The architecture can be given in Debian's naming or in that of the kernel.
     *
     * @throws AptResolutionException if a request matches nothing, or apt would not install the requests together
     * @throws FormatException if an index or a package is damaged
     */
    @Override
    public Closure resolve(ClosureRequest request, RepositoryListener listener) throws IOException {
        List<String> architectures = new ArrayList<>(List.of(ArchitectureNames.debian(request.architecture())));
        foreignArchitectures.stream()
                .map(ArchitectureNames::debian)
                .filter(each -> !architectures.contains(each))
                .forEach(architectures::add);
        List<PackageSource> sources = sources(architectures);
        Path lockfile = request.lockfile().orElse(null);
        if (lockfile != null && Files.exists(lockfile)) {
            return ofLockfile(lockfile, request, architectures, sources);
        }
        Resolved resolved = resolve(request, architectures, sources);
        if (lockfile != null) {
            resolved.lock.write(lockfile);
        }
        return new DebClosure(resolved.members, resolved.lock);
    }

    private List<PackageSource> sources(List<String> architectures) throws IOException {
        List<PackageSource> sources = new ArrayList<>();
        for (Path directory : directories) {
            sources.add(DirectorySource.scan(directory, architectures.get(0)));
        }
        if (sources.isEmpty()) {
            throw new RepositoryException("repositories", "none were given");
        }
        return sources;
    }

    private record Resolved(List<DebClosure.Member> members, Lockfile lock) {}

    private Resolved resolve(ClosureRequest request, List<String> architectures, List<PackageSource> sources)
            throws IOException {
        IdentityHashMap<PackagesOrigin, PackageSource> byOrigin = new IdentityHashMap<>();
        List<PackagesFile> files = new ArrayList<>();
        for (PackageSource source : sources) {
            files.addAll(source.lists());
            source.lists().forEach(list -> byOrigin.put(list.origin(), source));
        }
        PackageLists lists = PackageLists.read(architectures, files);
        RequestNames names = RequestNames.of(request.requests(), lists, sources);
        names.addIfThere(base);
        Resolution resolution = AptResolver.builder(lists)
                .pins(pins)
                .excludes(excludes)
                .defaultRelease(defaultRelease)
                .recommends(request.weakDependencies())
                .solver(solver)
                .build()
                .resolve(names.names());
        List<DebClosure.Member> members = new ArrayList<>();
        Map<String, Lockfile.LockedSource> used = new LinkedHashMap<>();
        for (ResolvedPackage resolved : resolution.packages()) {
            PackageSource source =
                    Objects.requireNonNull(byOrigin.get(resolved.metadata().origin()));
            used.putIfAbsent(source.id(), locked(source));
            members.add(new DebClosure.Member(
                    locked(resolved.metadata(), source), source, reason(resolved.reason(), names)));
        }
        Lockfile lock = new Lockfile(
                solver,
                architectures,
                request.requests(),
                List.copyOf(used.values()),
                members.stream().map(DebClosure.Member::locked).toList());
        return new Resolved(members, lock);
    }

    private static Lockfile.LockedSource locked(PackageSource source) {
        return new Lockfile.LockedSource(source.id(), String.join(" ", source.urls()));
    }

    private static Lockfile.LockedPackage locked(PackageMetadata metadata, PackageSource source)
            throws FormatException {
        String where = source.id() + ", " + metadata.id();
        return new Lockfile.LockedPackage(
                metadata.id(),
                source.id(),
                Checksum.parse("sha256", metadata.sha256(), where),
                metadata.size(),
                metadata.filename(),
                PackageOrigin.of(metadata));
    }

    private static PackageReason reason(Reason reason, RequestNames names) {
        if (reason instanceof Reason.Requested requested) {
            return new PackageReason.Requested(names.requestOf(requested.request()));
        }
        if (reason instanceof Reason.Satisfies satisfies) {
            String by = satisfies.by().name() + "-" + satisfies.by().version() + "."
                    + satisfies.by().architecture();
            String dependency = satisfies.dependency().toString();
            return switch (satisfies.field()) {
                case DEPENDS, PRE_DEPENDS -> new PackageReason.Required(by, dependency);
                default -> new PackageReason.Recommended(by, dependency);
            };
        }
        return new PackageReason.Kept();
    }

    private static Closure ofLockfile(
            Path file, ClosureRequest request, List<String> architectures, List<PackageSource> sources)
            throws IOException {
        Lockfile lock = Lockfile.read(file);
        if (!lock.requests().equals(request.requests()) || !lock.architectures().equals(architectures)) {
            throw new RepositoryException(
                    file.toString(),
                    "was made for " + lock.requests() + " on " + lock.architectures() + ", not for "
                            + request.requests() + " on " + architectures + "; delete it to create a new one");
        }
        Map<String, PackageSource> byId = new LinkedHashMap<>();
        sources.forEach(source -> byId.putIfAbsent(source.id(), source));
        List<DebClosure.Member> members = new ArrayList<>();
        for (Lockfile.LockedPackage locked : lock.packages()) {
            PackageSource source = byId.get(locked.source());
            if (source == null) {
                throw new RepositoryException(
                        file.toString(),
                        locked.id() + " is locked from " + locked.source() + ", which is not among " + byId.keySet());
            }
            members.add(new DebClosure.Member(locked, source, new PackageReason.Locked()));
        }
        return new DebClosure(members, lock);
    }

    /**
     * Collects repositories and settings. Methods that take several values add to what was given before, all others replace
     * it. Not safe for use by several threads.
     */
    public static final class Builder {
        private final List<Path> directories = new ArrayList<>();
        private final List<Pin> pins = new ArrayList<>();
        private final List<String> excludes = new ArrayList<>();
        private @Nullable String defaultRelease;
        private AptSolver solver = AptSolver.INTERNAL;
        private final List<String> foreignArchitectures = new ArrayList<>();
        private List<String> base = List.of("libc-bin");

        private Builder() {}

        /**
         * Adds directories of package files.
         *
         * @param paths each has files whose names end in {@code .deb}
         */
        public Builder directories(Path... paths) {
            return directories(Arrays.asList(paths));
        }

        /** As {@link #directories(Path...)}. */
        public Builder directories(Collection<Path> paths) {
            directories.addAll(paths);
            return this;
        }

        /** Adds preferences, in their order. */
        public Builder pins(Pin... preferences) {
            return pins(Arrays.asList(preferences));
        }

        /** As {@link #pins(Pin...)}. */
        public Builder pins(Collection<Pin> preferences) {
            pins.addAll(preferences);
            return this;
        }

        /** Adds packages that must not be installed, see {@link AptResolver.Builder#excludes}. */
        public Builder excludes(String... patterns) {
            excludes.addAll(Arrays.asList(patterns));
            return this;
        }

        /** The release whose packages are preferred, as with {@code --target-release}; null for none, the default. */
        public Builder defaultRelease(@Nullable String release) {
            defaultRelease = release;
            return this;
        }

        /** Which of apt's solvers decides; {@link AptSolver#INTERNAL} by default. */
        public Builder solver(AptSolver which) {
            solver = which;
            return this;
        }

        /** Adds architectures whose packages may be installed besides those of the request's. */
        public Builder foreignArchitectures(String... names) {
            foreignArchitectures.addAll(Arrays.asList(names));
            return this;
        }

        /**
         * Packages that are installed with every request if there are any of these names. On Debian they are essential: they
         * are on every system, so nothing has to depend on them, and nothing brings them into an empty root. By default
         * {@code libc-bin}, which has the locale {@code C.UTF-8}.
         */
        public Builder base(String... names) {
            base = List.of(names);
            return this;
        }

        /** The repositories; the builder can be used again. */
        public DebRepositories build() {
            return new DebRepositories(this);
        }
    }
}
