package io.relocpy.deb.resolve;

import io.relocpy.deb.PackageId;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.Redaction;
import io.relocpy.repository.RepositoryException;
import io.relocpy.repository.internal.io.AtomicWrite;
import io.relocpy.repository.internal.io.FieldLines;
import io.relocpy.repository.internal.io.RegularFile;
import io.relocpy.repository.internal.text.Arguments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The exact packages of a resolution, to install the same ones again after the repositories have changed. Immutable; equal if
 * all values are.
 *
 * <p>The file is UTF-8 text with one entry per line and tabs between fields:
 *
 * <pre>
 * relocpy-deb-lock  1
 * solver        internal
 * architecture  amd64
 * request       python3-yaml
 * recommends    true
 * source        id  URI and suite
 * key           source's id  fingerprint
 * package       name  version  architecture  source's id  SHA-256:checksum  size in bytes  file name  origin
 * end           number of packages
 * </pre>
 *
 * <p>There is a line for each architecture, the native one first, and for each request and source; the line {@code recommends}
 * is there only if packages that others recommend were included. A line {@code key} names a key that verified the Release file
 * of its source when the packages were chosen; a build with the lockfile needs neither, since the checksums are here. There is
 * none of the Release file itself, which changes without these packages. The URI is empty for a directory. The file name is relative
 * to the URI. The origin is the source package with its version, the vendor and the distribution, a dash for what is not known:
 * {@code pyyaml 6.0.2-1 debian trixie}. Tabs, line ends and backslashes in a field are written
 * {@code \t}, {@code \n}, {@code \r} and {@code \\}.
 */
public final class Lockfile {
    static final String HEADER = "relocpy-deb-lock";
    static final int VERSION = 1;
    static final String RECOMMENDS = "recommends";
    static final String KEY = "key";
    private static final int MAX_SIZE = 64 << 20;

    private final Values values;

    private record Values(
            AptSolver solver,
            List<String> architectures,
            List<String> requests,
            boolean recommends,
            List<LockedSource> sources,
            List<LockedPackage> packages) {}

    /**
     * A source of packages: the fields of a line.
     *
     * @param id by which it is found again: made of its host, path and suite, or of the name of a directory
     * @param location URI and suite, without secrets; empty for a directory
     * @param keys fingerprints of the keys that verified its Release file, in hexadecimal digits; empty if none did
     */
    public record LockedSource(String id, Optional<String> location, List<String> keys) {
        private static final Pattern FINGERPRINT = Pattern.compile("[0-9A-Fa-f]{32,64}");

        /** Validates id and keys, and removes secrets. */
        public LockedSource {
            keys = Arguments.copy(keys, "keys");
            keys.forEach(key -> {
                if (!isKey(key)) {
                    throw new IllegalArgumentException("not a fingerprint: " + PackageSource.quoted(key));
                }
            });
            location = location.map(Redaction::text);
            if (!PackageSource.isId(id)) {
                throw new IllegalArgumentException("not the id of a source: " + PackageSource.quoted(id));
            }
        }

        static boolean isKey(String text) {
            return FINGERPRINT.matcher(text).matches();
        }
    }

    /**
     * A locked package: the fields of a line.
     *
     * @param id name, version and architecture
     * @param source id of its source
     * @param checksum SHA-256 of the package file
     * @param size the size of the package file in bytes
     * @param filename of the package file, relative to its source
     * @param origin what is known of its making
     */
    public record LockedPackage(
            PackageId id, String source, Checksum checksum, long size, String filename, PackageOrigin origin) {}

    Lockfile(
            AptSolver solver,
            List<String> architectures,
            List<String> requests,
            boolean recommends,
            List<LockedSource> sources,
            List<LockedPackage> packages) {
        values = new Values(
                solver,
                Arguments.copyOfSome(architectures, "architectures"),
                List.copyOf(requests),
                recommends,
                List.copyOf(sources),
                List.copyOf(packages));
    }

    /** The solver that chose the packages. */
    public AptSolver solver() {
        return values.solver;
    }

    /** The architectures whose packages could be installed, the native one first; at least one. */
    public List<String> architectures() {
        return values.architectures;
    }

    /** The requests that were resolved. */
    public List<String> requests() {
        return values.requests;
    }

    /** Whether packages that others recommend were included. */
    public boolean recommends() {
        return values.recommends;
    }

    /** Where the packages are from. */
    public List<LockedSource> sources() {
        return values.sources;
    }

    /** The packages, in installation order. */
    public List<LockedPackage> packages() {
        return values.packages;
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
        StringBuilder text = new StringBuilder();
        FieldLines.append(text, HEADER, Integer.toString(VERSION));
        FieldLines.append(text, "solver", nameOf(values.solver));
        values.architectures.forEach(each -> FieldLines.append(text, "architecture", each));
        values.requests.forEach(each -> FieldLines.append(text, "request", each));
        if (values.recommends) {
            FieldLines.append(text, RECOMMENDS, "true");
        }
        for (LockedSource each : values.sources) {
            FieldLines.append(text, "source", each.id, each.location.orElse(""));
            each.keys.forEach(key -> FieldLines.append(text, KEY, each.id, key));
        }
        for (LockedPackage each : values.packages) {
            FieldLines.append(
                    text,
                    "package",
                    each.id.name(),
                    each.id.version().toString(),
                    each.id.architecture(),
                    each.source,
                    each.checksum.toString(),
                    Long.toString(each.size),
                    each.filename,
                    each.origin.toString());
        }
        FieldLines.append(text, "end", Integer.toString(values.packages.size()));
        return text.toString();
    }

    static String nameOf(AptSolver solver) {
        return solver == AptSolver.SOLVER_3 ? "3.0" : solver.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a lockfile.
     *
     * @throws FormatException if the file is not a complete lockfile for Debian packages
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

    /** The requests, the architectures, and the number of packages. */
    @Override
    public String toString() {
        return values.requests + " on " + values.architectures + ": " + values.packages.size() + " packages";
    }

    /**
     * Reads a file for a request.
     *
     * @throws RepositoryException if it was made for another one
     */
    static Lockfile readFor(ClosureRequest request, List<String> architectures, Path file) throws IOException {
        Lockfile lock = read(file);
        if (!request.covers(lock.requests())
                || !lock.architectures().equals(architectures)
                || lock.recommends() != request.weakDependencies()) {
            throw new RepositoryException(
                    file.toString(),
                    "was made for " + describe(lock.requests(), lock.architectures(), lock.recommends())
                            + ", not for "
                            + describe(comparable(request, lock.requests()), architectures, request.weakDependencies())
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

    private static String describe(List<String> requests, List<String> architectures, boolean recommends) {
        return requests + " on " + architectures + (recommends ? " with recommended packages" : "");
    }
}
