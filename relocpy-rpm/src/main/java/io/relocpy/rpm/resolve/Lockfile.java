package io.relocpy.rpm.resolve;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.internal.io.AtomicWrite;
import io.relocpy.repository.internal.io.FieldLines;
import io.relocpy.repository.internal.io.RegularFile;
import io.relocpy.repository.internal.text.Printable;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.RepositoryMetadata;
import io.relocpy.rpm.internal.names.PackageNames;
import io.relocpy.rpm.metadata.RepositoryConfig;
import io.relocpy.rpm.metadata.RepositoryWarning;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The exact packages of a resolution, to install the same ones again after the repositories have changed. Immutable; equal if
 * all values are.
 *
 * <p>The file is UTF-8 text with one entry per line and tabs between fields:
 *
 * <pre>
 * relocpy-lock  1
 * architecture  x86_64
 * request       python3-pyyaml
 * weak          true
 * package       NEVRA  repository  algorithm:checksum  size in bytes  location
 * end           number of packages
 * </pre>
 *
 * <p>The line {@code weak} is there only if weak dependencies were included, so that files without it stay as they are.
 *
 * <p>Tabs, line ends and backslashes in a field are written {@code \t}, {@code \n}, {@code \r} and {@code \\}.
 */
public final class Lockfile {
    private static final String HEADER = "relocpy-lock\t1";

    /** The key of the line that is there only if it is true. */
    static final String WEAK = "weak";

    private static final int MAX_SIZE = 64 << 20;

    private final Values values;

    private record Values(
            String architecture, List<String> requests, boolean weakDependencies, List<LockedPackage> packages) {}

    /**
     * A locked package: the fields of a line.
     *
     * @param nevra name, epoch, version, release and architecture
     * @param repository the id of its repository, see {@link RepositoryConfig#builder}
     * @param checksum the checksum of the package file
     * @param size the size of the package file in bytes
     * @param location of the package file: relative to the repository's base, or a URL without user info and query
     */
    public record LockedPackage(Nevra nevra, String repository, Checksum checksum, long size, String location) {
        /** Validates the repository id. */
        public LockedPackage {
            location = RepositoryUrl.locationWithoutSecrets(location);
            if (!isRepository(repository)) {
                throw new IllegalArgumentException("not the id of a repository: " + Printable.quote(repository));
            }
        }

        /** Also accepts {@code @System}, the repository of installed packages. */
        static boolean isRepository(String id) {
            return PackageNames.isRepository(id.startsWith("@") ? id.substring(1) : id);
        }
    }

    Lockfile(String architecture, List<String> requests, boolean weakDependencies, List<LockedPackage> packages) {
        values = new Values(architecture, List.copyOf(requests), weakDependencies, List.copyOf(packages));
    }

    /** rpm's name of the architecture that the packages run on. */
    public String architecture() {
        return values.architecture;
    }

    /** The requests that were resolved. */
    public List<String> requests() {
        return values.requests;
    }

    /** Whether packages that are only recommended were included. */
    public boolean weakDependencies() {
        return values.weakDependencies;
    }

    /** The packages, in installation order. */
    public List<LockedPackage> packages() {
        return values.packages;
    }

    /** Locks the packages of a resolution. */
    public static Lockfile of(Resolution resolution) {
        List<LockedPackage> packages = resolution.packages().stream()
                .map(each -> new LockedPackage(
                        each.nevra(),
                        each.repository().id(),
                        each.metadata().checksum(),
                        each.metadata().packageSize(),
                        each.metadata().location()))
                .toList();
        return new Lockfile(resolution.architecture(), resolution.requests(), resolution.weakDependencies(), packages);
    }

    /**
     * Finds the packages in these repositories.
     *
     * @param repositories those of the resolution, found by id; additional ones have no effect
     * @return the same packages in the same order
     * @throws RpmResolutionException if a package is no longer available or its checksum has changed
     */
    public Resolution resolve(List<? extends RepositoryMetadata> repositories) throws RpmResolutionException {
        List<RepositoryWarning.Unavailable> unavailable = Resolution.unavailable(repositories);
        Map<String, List<RepositoryMetadata>> byId = new TreeMap<>();
        repositories.forEach(
                each -> byId.computeIfAbsent(each.id(), id -> new ArrayList<>()).add(each));
        IdentityHashMap<RepositoryMetadata, Map<Nevra, List<PackageMetadata>>> index = new IdentityHashMap<>();
        List<ResolvedPackage> found = new ArrayList<>(values.packages.size());
        try {
            for (LockedPackage each : values.packages) {
                found.add(find(each, byId, index));
            }
        } catch (RpmResolutionException e) {
            throw e.without(unavailable);
        }
        return new Resolution(values.requests, values.architecture, values.weakDependencies, found, unavailable);
    }

    /** Repositories may share an id; the checksum identifies the right one. */
    private static ResolvedPackage find(
            LockedPackage locked,
            Map<String, List<RepositoryMetadata>> byId,
            IdentityHashMap<RepositoryMetadata, Map<Nevra, List<PackageMetadata>>> index)
            throws RpmResolutionException {
        List<RepositoryMetadata> repositories = byId.get(locked.repository);
        if (repositories == null) {
            throw new RpmResolutionException(locked.nevra + ": locked from the repository " + locked.repository
                    + ", which is not among " + byId.keySet());
        }
        List<PackageMetadata> candidates = new ArrayList<>();
        for (RepositoryMetadata repository : repositories) {
            Optional<String> reason = repository.unavailable();
            if (reason.isPresent() && repositories.size() == 1) {
                throw new RpmResolutionException(locked.nevra + ": locked from the repository " + locked.repository
                        + ", which is not available: " + reason.get());
            }
            List<PackageMetadata> named =
                    index.computeIfAbsent(repository, Lockfile::byNevra).getOrDefault(locked.nevra, List.of());
            for (PackageMetadata each : named) {
                if (each.checksum().equals(locked.checksum)) {
                    return new ResolvedPackage(repository, each, new Reason.Locked());
                }
            }
            candidates.addAll(named);
        }
        String now = candidates.isEmpty()
                ? "is no longer in the repository " + locked.repository
                : "has the checksum " + candidates.get(0).checksum() + " in the repository " + locked.repository
                        + " now; the lockfile has " + locked.checksum;
        throw new RpmResolutionException(locked.nevra + ": " + now);
    }

    private static Map<Nevra, List<PackageMetadata>> byNevra(RepositoryMetadata repository) {
        return repository.packages().stream().collect(Collectors.groupingBy(PackageMetadata::nevra));
    }

    /**
     * Writes the file under a temporary name in the same directory, then renames it. Its permissions follow the umask.
     *
     * @param file replaced if it exists
     * @throws IOException if the file cannot be written; an existing file is then unchanged
     */
    public void write(Path file) throws IOException {
        AtomicWrite.write(file, text().getBytes(StandardCharsets.UTF_8));
    }

    /** The content of the file. */
    public String text() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        FieldLines.append(text, "architecture", values.architecture);
        values.requests.forEach(each -> FieldLines.append(text, "request", each));
        if (values.weakDependencies) {
            FieldLines.append(text, WEAK, "true");
        }
        for (LockedPackage each : values.packages) {
            FieldLines.append(
                    text,
                    "package",
                    each.nevra.toString(),
                    each.repository,
                    each.checksum.toString(),
                    Long.toString(each.size),
                    each.location);
        }
        FieldLines.append(text, "end", Integer.toString(values.packages.size()));
        return text.toString();
    }

    /**
     * Reads a lockfile.
     *
     * @throws FormatException if the file is not a complete lockfile
     * @throws IOException if the file cannot be read
     */
    public static Lockfile read(Path file) throws IOException {
        return new LockfileReader(file.toString(), RegularFile.text(file, MAX_SIZE)).read();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Lockfile that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The requests, the architecture, and the number of packages. */
    @Override
    public String toString() {
        return values.requests + " on " + values.architecture + ": " + values.packages.size() + " packages";
    }
}
