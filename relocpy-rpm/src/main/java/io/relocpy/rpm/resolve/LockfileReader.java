package io.relocpy.rpm.resolve;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.FieldLines;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.internal.names.PackageNames;
import io.relocpy.rpm.resolve.Lockfile.LockedPackage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Parses the text of a {@link Lockfile}; an instance is used once. */
final class LockfileReader {
    private final FieldLines lines;

    LockfileReader(String name, String text) {
        lines = new FieldLines(name, text);
    }

    Lockfile read() throws FormatException {
        lines.expectFormat("relocpy-lock", 1);
        String architecture = lines.expect(lines.next(), "architecture", 1)[1];
        if (!PackageNames.ARCH.accepts(architecture)) {
            throw lines.bad("an architecture", architecture);
        }
        List<String> requests = new ArrayList<>();
        boolean weak = false;
        List<LockedPackage> packages = new ArrayList<>();
        Set<Nevra> names = new HashSet<>();
        while (true) {
            String[] fields = lines.next();
            switch (fields[0]) {
                case "request" -> requests.add(lines.expect(fields, "request", 1)[1]);
                case Lockfile.WEAK -> {
                    lines.expect(fields, Lockfile.WEAK, "true");
                    if (weak) {
                        throw new FormatException(lines.where(), "the line weak once", "another");
                    }
                    weak = true;
                }
                case "package" -> {
                    LockedPackage locked = lockedPackage(lines.expect(fields, "package", 5));
                    if (!names.add(locked.nevra())) {
                        throw new FormatException(lines.where(), "each package once", locked.nevra() + " again");
                    }
                    packages.add(locked);
                }
                case "end" -> {
                    lines.expect(fields, "end", Integer.toString(packages.size()));
                    lines.expectEnd();
                    return new Lockfile(architecture, requests, weak, packages);
                }
                default -> throw lines.bad("request, weak, package or end", fields[0]);
            }
        }
    }

    private LockedPackage lockedPackage(String[] fields) throws FormatException {
        Nevra nevra;
        try {
            nevra = Nevra.parse(fields[1]);
        } catch (FormatException e) {
            throw new FormatException(lines.where(), "a package", e);
        }
        if (!LockedPackage.isRepository(fields[2])) {
            throw lines.bad("the id of a repository", fields[2]);
        }
        Checksum checksum = Checksum.parse(fields[3], lines.where());
        return new LockedPackage(nevra, fields[2], checksum, lines.size(fields[4]), fields[5]);
    }
}
