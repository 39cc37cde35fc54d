package io.relocpy.rpm.resolve;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.text.Printable;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.internal.names.PackageNames;
import io.relocpy.rpm.resolve.Lockfile.LockedPackage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses the text of a {@link Lockfile}; an instance is used once. */
final class LockfileReader {
    private final String name;
    private final String[] lines;
    private int number;

    LockfileReader(String name, String text) {
        this.name = name;
        this.lines = text.split("\n", -1);
    }

    Lockfile read() throws FormatException {
        expectFields(fields(), "relocpy-lock", 1, "1");
        String architecture = expectFields(fields(), "architecture", 1, null)[1];
        if (!PackageNames.ARCH.accepts(architecture)) {
            throw new FormatException(where(), "an architecture", Printable.quote(architecture));
        }
        List<String> requests = new ArrayList<>();
        boolean weak = false;
        List<LockedPackage> packages = new ArrayList<>();
        Set<Nevra> names = new HashSet<>();
        while (true) {
            String[] fields = fields();
            switch (fields[0]) {
                case "request" -> requests.add(expectFields(fields, "request", 1, null)[1]);
                case Lockfile.WEAK -> {
                    expectFields(fields, Lockfile.WEAK, 1, "true");
                    if (weak) {
                        throw new FormatException(where(), "the line weak once", "another");
                    }
                    weak = true;
                }
                case "package" -> {
                    LockedPackage locked = lockedPackage(expectFields(fields, "package", 5, null));
                    if (!names.add(locked.nevra())) {
                        throw new FormatException(where(), "each package once", locked.nevra() + " again");
                    }
                    packages.add(locked);
                }
                case "end" -> {
                    expectFields(fields, "end", 1, Integer.toString(packages.size()));
                    if (number != lines.length - 1 || !lines[number].isEmpty()) {
                        throw new FormatException(where(), "nothing after the end", "more lines");
                    }
                    return new Lockfile(architecture, requests, weak, packages);
                }
                default ->
                    throw new FormatException(where(), "request, weak, package or end", Printable.quote(fields[0]));
            }
        }
    }

    private LockedPackage lockedPackage(String[] fields) throws FormatException {
        Nevra nevra;
        try {
            nevra = Nevra.parse(fields[1]);
        } catch (FormatException e) {
            throw new FormatException(where(), "a package", e);
        }
        if (!LockedPackage.isRepository(fields[2])) {
            throw new FormatException(where(), "the id of a repository", Printable.quote(fields[2]));
        }
        Checksum checksum = Checksum.parse(fields[3], where());
        if (!fields[4].matches("[0-9]{1,18}")) {
            throw new FormatException(where(), "a size in bytes", Printable.quote(fields[4]));
        }
        return new LockedPackage(nevra, fields[2], checksum, Long.parseLong(fields[4]), fields[5]);
    }

    /** Returns the key and the fields of the next line, unescaped. */
    private String[] fields() throws FormatException {
        if (number >= lines.length - 1) { // the text after the last line break is not a line
            throw new FormatException(name, "the line 'end'", "the end of the file");
        }
        String[] fields = lines[number++].split("\t", -1);
        for (int i = 0; i < fields.length; i++) {
            fields[i] = unescape(fields[i]);
        }
        return fields;
    }

    private String[] expectFields(String[] fields, String key, int count, @Nullable String value)
            throws FormatException {
        boolean good =
                fields[0].equals(key) && fields.length == count + 1 && (value == null || fields[1].equals(value));
        if (!good) {
            String expected = value == null ? key + " with " + count + " fields" : key + " " + value;
            throw new FormatException(where(), expected, Printable.quote(String.join(" ", fields)));
        }
        return fields;
    }

    private String unescape(String field) throws FormatException {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\') {
                char escaped = ++i < field.length() ? field.charAt(i) : ' ';
                c = switch (escaped) {
                    case 't' -> '\t';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case '\\' -> '\\';
                    default ->
                        throw new FormatException(where(), "\\t, \\n, \\r or \\\\", Printable.quote("\\" + escaped));
                };
            }
            out.append(c);
        }
        return out.toString();
    }

    private String where() {
        return name + ", line " + number;
    }
}
