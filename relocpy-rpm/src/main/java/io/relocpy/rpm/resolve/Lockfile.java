package io.relocpy.rpm.resolve;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.internal.io.AtomicWrite;
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
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The exact packages of a resolution, to be had again later whatever the repositories have got since. Immutable.
 *
 * <p>The file is UTF-8 text, one entry a line, fields separated by tabs:
 *
 * <pre>
 * relocpy-lock  1
 * architecture  x86_64
 * request       python3-pyyaml
 * package       NEVRA  repository  algorithm:checksum  size in bytes  location
 * end           number of packages
 * </pre>
 *
 * <p>Tabs, line ends and backslashes in a field are written {@code \t}, {@code \n}, {@code \r} and {@code \\}.
 *
 * @param architecture that the packages run on, in rpm's name
 * @param requests that led to them
 * @param packages in the order of installation
 */
public record Lockfile(String architecture, List<String> requests, List<LockedPackage> packages) {
    private static final String HEADER = "relocpy-lock\t1";
    private static final int MAX_SIZE = 64 << 20;

    /**
     * One package.
     *
     * @param nevra its full name
     * @param repository the id of the repository it comes from, see {@link RepositoryConfig#builder}
     * @param checksum of the package file
     * @param size of the package file in bytes
     * @param location of the package file, relative to the repository's base; of a URL without user name, password and query
     */
    public record LockedPackage(Nevra nevra, String repository, Checksum checksum, long size, String location) {
        /** Checks the id. */
        public LockedPackage {
            location = RepositoryUrl.locationWithoutSecrets(location);
            if (!isRepository(repository)) {
                throw new IllegalArgumentException("not the id of a repository: " + Printable.quote(repository));
            }
        }

        /** Installed packages come from {@code @System}. */
        static boolean isRepository(String id) {
            return PackageNames.isRepository(id.startsWith("@") ? id.substring(1) : id);
        }
    }

    /** Copies the lists. */
    public Lockfile {
        requests = List.copyOf(requests);
        packages = List.copyOf(packages);
    }

    /** The packages of that resolution. */
    public static Lockfile of(Resolution resolution) {
        List<LockedPackage> packages = resolution.packages().stream()
                .map(each -> new LockedPackage(
                        each.nevra(),
                        each.repository().id(),
                        each.metadata().checksum(),
                        each.metadata().packageSize(),
                        each.metadata().location()))
                .toList();
        return new Lockfile(resolution.architecture(), resolution.requests(), packages);
    }

    /**
     * Finds the packages in these repositories.
     *
     * @param repositories those of the resolution, by id; others do no harm
     * @return the same packages in the same order
     * @throws RpmResolutionException when a package is no longer there or is another file than it was
     */
    public Resolution resolve(List<? extends RepositoryMetadata> repositories) throws RpmResolutionException {
        List<RepositoryWarning.Unavailable> unavailable = Resolution.unavailable(repositories);
        Map<String, List<RepositoryMetadata>> byId = new TreeMap<>();
        repositories.forEach(
                each -> byId.computeIfAbsent(each.id(), id -> new ArrayList<>()).add(each));
        IdentityHashMap<RepositoryMetadata, Map<Nevra, List<PackageMetadata>>> index = new IdentityHashMap<>();
        List<ResolvedPackage> found = new ArrayList<>(packages.size());
        try {
            for (LockedPackage each : packages) {
                found.add(find(each, byId, index));
            }
        } catch (RpmResolutionException e) {
            throw e.without(unavailable);
        }
        return new Resolution(requests, architecture, found, unavailable);
    }

    /** Several repositories may have one id; the checksum says which it was. */
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
            String reason = repository.unavailable().orElse("");
            if (!reason.isEmpty() && repositories.size() == 1) {
                throw new RpmResolutionException(locked.nevra + ": locked from the repository " + locked.repository
                        + ", which is not available: " + reason);
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
                        + " now, locked with " + locked.checksum;
        throw new RpmResolutionException(locked.nevra + ": " + now);
    }

    private static Map<Nevra, List<PackageMetadata>> byNevra(RepositoryMetadata repository) {
        return repository.packages().stream().collect(Collectors.groupingBy(PackageMetadata::nevra));
    }

    /**
     * Writes the file under a temporary name beside it, then renames it; others may read it as far as the umask lets them.
     *
     * @param file replaced if it exists
     * @throws IOException when it cannot be written; then nothing has changed
     */
    public void write(Path file) throws IOException {
        AtomicWrite.write(file, text().getBytes(StandardCharsets.UTF_8));
    }

    /** What the file holds. */
    public String text() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        line(text, "architecture", architecture);
        requests.forEach(each -> line(text, "request", each));
        for (LockedPackage each : packages) {
            line(
                    text,
                    "package",
                    each.nevra.toString(),
                    each.repository,
                    each.checksum.toString(),
                    Long.toString(each.size),
                    each.location);
        }
        line(text, "end", Integer.toString(packages.size()));
        return text.toString();
    }

    private static void line(StringBuilder text, String key, String... fields) {
        text.append(key);
        for (String field : fields) {
            text.append('\t')
                    .append(field.replace("\\", "\\\\")
                            .replace("\t", "\\t")
                            .replace("\n", "\\n")
                            .replace("\r", "\\r"));
        }
        text.append('\n');
    }

    /**
     * Reads such a file.
     *
     * @throws FormatException when it is not one, or not whole
     * @throws IOException when it cannot be read
     */
    public static Lockfile read(Path file) throws IOException {
        return new LockfileReader(file.toString(), RegularFile.text(file, MAX_SIZE)).read();
    }
}
