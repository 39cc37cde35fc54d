package io.relocpy.deb.resolve;

import io.relocpy.deb.DebianVersion;
import io.relocpy.deb.PackageId;
import io.relocpy.deb.internal.text.Syntax;
import io.relocpy.deb.resolve.Lockfile.LockedPackage;
import io.relocpy.deb.resolve.Lockfile.LockedSource;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.Redaction;
import io.relocpy.repository.internal.io.FieldLines;
import io.relocpy.repository.internal.text.NonEmpty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Parses the text of a {@link Lockfile}; an instance is used once. */
final class LockfileReader {
    private final FieldLines lines;
    private final List<String> architectures = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private boolean recommends;
    private final List<LockedPackage> packages = new ArrayList<>();
    private final Set<PackageId> ids = new HashSet<>();

    /** A source whose keys follow. */
    private record Source(Optional<String> location, Set<String> keys) {}

    LockfileReader(String name, String text) {
        lines = new FieldLines(name, text);
    }

    Lockfile read() throws FormatException {
        lines.expectFormat(Lockfile.HEADER, Lockfile.VERSION);
        AptSolver solver = solver(lines.expect(lines.next(), "solver", 1)[1]);
        while (true) {
            String[] fields = lines.next();
            switch (fields[0]) {
                case "architecture" -> architectures.add(architecture(lines.expect(fields, "architecture", 1)[1]));
                case "request" -> requests.add(lines.expect(fields, "request", 1)[1]);
                case Lockfile.RECOMMENDS -> {
                    lines.expect(fields, Lockfile.RECOMMENDS, "true");
                    if (recommends) {
                        throw lines.bad("the line recommends once", "another");
                    }
                    recommends = true;
                }
                case "source" -> addSource(lines.expect(fields, "source", 2));
                case Lockfile.KEY -> addKey(lines.expect(fields, Lockfile.KEY, 2));
                case "package" -> addPackage(lines.expect(fields, "package", 8));
                case "end" -> {
                    lines.expect(fields, "end", Integer.toString(packages.size()));
                    lines.expectEnd();
                    if (architectures.isEmpty()) {
                        throw lines.bad("an architecture before the end", "none");
                    }
                    return new Lockfile(solver, architectures, requests, recommends, lockedSources(), packages);
                }
                default -> throw lines.bad("architecture, request, recommends, source, key, package or end", fields[0]);
            }
        }
    }

    private List<LockedSource> lockedSources() {
        List<LockedSource> locked = new ArrayList<>();
        sources.forEach((id, source) -> locked.add(new LockedSource(id, source.location, List.copyOf(source.keys))));
        return locked;
    }

    private AptSolver solver(String name) throws FormatException {
        return Arrays.stream(AptSolver.values())
                .filter(each -> Lockfile.nameOf(each).equals(name))
                .findFirst()
                .orElseThrow(() -> lines.bad("a solver of apt, internal or 3.0", name));
    }

    private String architecture(String name) throws FormatException {
        if (!Syntax.isArchitecture(name)) {
            throw lines.bad("an architecture", name);
        }
        return name;
    }

    private void addSource(String[] fields) throws FormatException {
        if (!PackageSource.isId(fields[1]) || sources.containsKey(fields[1])) {
            throw lines.bad("a new id of a source", Redaction.text(fields[1]));
        }
        sources.put(fields[1], new Source(NonEmpty.of(fields[2]), new LinkedHashSet<>()));
    }

    private void addKey(String[] fields) throws FormatException {
        if (!LockedSource.isKey(fields[2]) || !source(fields[1]).keys.add(fields[2])) {
            throw lines.bad("the fingerprint of another key", fields[2]);
        }
    }

    private Source source(String id) throws FormatException {
        Source source = sources.get(id);
        if (source == null) {
            throw lines.bad("the id of a source that is listed above", Redaction.text(id));
        }
        return source;
    }

    private void addPackage(String[] fields) throws FormatException {
        if (!Syntax.isPackageName(fields[1]) || !Syntax.isVersion(fields[2])) {
            throw lines.bad("the name and version of a package", fields[1] + " " + fields[2]);
        }
        PackageId id = new PackageId(fields[1], DebianVersion.of(fields[2]), architecture(fields[3]));
        if (!ids.add(id)) {
            throw lines.bad("each package once", id + " again");
        }
        source(fields[4]);
        Checksum checksum = Checksum.parse(fields[5], lines.where());
        if (checksum.algorithm() != Checksum.Algorithm.SHA_256) {
            throw lines.bad("a SHA-256", fields[5]);
        }
        if (!Syntax.isFilename(fields[7])) {
            throw lines.bad("a file name below its source", Redaction.quoted(fields[7]));
        }
        packages.add(new LockedPackage(
                id, fields[4], checksum, lines.size(fields[6]), fields[7], PackageOrigin.parse(fields[8])));
    }
}
