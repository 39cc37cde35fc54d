package io.relocpy.deb.internal.configuration;

import io.relocpy.deb.ControlStanza;
import io.relocpy.deb.internal.deb822.Deb822Dialect;
import io.relocpy.deb.internal.deb822.Deb822Reader;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.Redaction;
import io.relocpy.repository.RepositoryException;
import io.relocpy.repository.internal.io.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the sources of a host, in both forms. As for apt, one malformed line makes all of them unusable.
 *
 * @see <a href="https://manpages.debian.org/sources.list.5">sources.list(5)</a>
 */
public final class SourcesReader {
    /** Components in all files together; apt has no limit. A stanza names the product of its URIs, suites and components. */
    private static final int MAX_COMPONENTS = 20_000;

    private static final List<String> TYPES = List.of("deb", "deb-src");

    /** Fields that add to a list or remove from it, by the option for the same. */
    private static final Map<String, String> LISTS =
            Map.of("arch", "Architectures", "lang", "Languages", "target", "Targets");

    private static final List<String> FIELDS = List.of(
            "Trusted",
            "Check-Valid-Until",
            "Valid-Until-Min",
            "Valid-Until-Max",
            "Check-Date",
            "Date-Max-Future",
            "Signed-By",
            "PDiffs",
            "By-Hash",
            "Allow-Insecure",
            "Allow-Weak",
            "Allow-Downgrade-To-Insecure",
            "InRelease-Path",
            "Snapshot");

    private final String architecture;
    private final List<SourceEntry> entries = new ArrayList<>();
    private int size;

    private SourcesReader(String architecture) {
        this.architecture = architecture;
    }

    /**
     * The sources of a host in apt's order: {@code sources.list}, then {@code sources.list.d}.
     *
     * @param architecture the native one
     * @throws FormatException if a file is malformed
     */
    public static List<SourceEntry> read(HostRoot host, ConfigurationTree tree, String architecture)
            throws IOException {
        SourcesReader reader = new SourcesReader(architecture);
        List<Path> files = new ArrayList<>();
        Path main = host.path(tree.path("Dir::Etc::sourcelist"), "Dir::Etc::sourcelist");
        if (host.isFile(main)) {
            files.add(main);
        }
        Path parts = host.path(tree.path("Dir::Etc::sourceparts"), "Dir::Etc::sourceparts");
        files.addAll(PartFiles.list(parts, List.of("list", "sources"), host));
        for (Path file : files) {
            Optional<String> text = host.read(file);
            if (text.isPresent()) {
                reader.read(text.get(), file);
            }
        }
        return List.copyOf(reader.entries);
    }

    /**
     * The sources of one file, which need not be part of a host.
     *
     * @param architecture the native one
     * @throws FormatException if it is malformed, or its name does not say in which form it is
     */
    public static List<SourceEntry> read(Path file, String architecture) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (!name.endsWith(".list") && !name.endsWith(".sources")) {
            throw new FormatException(file.toString(), "a name that ends in .list or .sources", Redaction.quoted(name));
        }
        try {
            byte[] text = RegularFile.bytes(file, HostRoot.MAX_FILE);
            return read(new String(text, StandardCharsets.UTF_8), file, architecture);
        } catch (FileSystemException e) {
            throw new RepositoryException(file.toString(), "cannot be read: " + RegularFile.reason(e));
        }
    }

    /** The sources of one file; its extension says in which form it is. */
    static List<SourceEntry> read(String text, Path file, String architecture) throws FormatException {
        SourcesReader reader = new SourcesReader(architecture);
        reader.read(text, file);
        return List.copyOf(reader.entries);
    }

    private void read(String text, Path file) throws FormatException {
        if (String.valueOf(file.getFileName()).endsWith(".sources")) {
            readStanzas(text, file);
        } else {
            readLines(text, file);
        }
    }

    private void add(SourceEntry entry) throws FormatException {
        size += Math.max(1, entry.components().size());
        if (size > MAX_COMPONENTS) {
            throw new FormatException(entry.where(), "at most " + MAX_COMPONENTS + " components in all", "more");
        }
        entries.add(entry);
    }

    private void readLines(String text, Path file) throws FormatException {
        int number = 0;
        for (String each : text.split("\n", -1)) {
            number++;
            String line = AptWords.strip(withoutComment(each));
            if (!line.isEmpty()) {
                add(new Line(file, "line " + number).read(line));
            }
        }
    }

    /** A hash sign in brackets starts no comment. */
    private static String withoutComment(String line) {
        int open = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            open += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == '#' && open <= 0) {
                return line.substring(0, i);
            }
        }
        return line;
    }

    /** The URI with its variable replaced and a slash at its end. */
    private AptUri uri(String text, String where) throws FormatException {
        if (text.indexOf(':') < 0) {
            throw new FormatException(where, "a URI", Redaction.quoted(text));
        }
        AptUri uri = AptUri.parse(substitute(text));
        return uri.path().endsWith("/") ? uri : AptUri.parse(uri + "/");
    }

    private String substitute(String text) {
        return text.replace("$(ARCH)", architecture);
    }

    /** One line, such as {@code deb [arch=amd64] https://example.org/debian trixie main}. */
    private final class Line {
        private final Path file;
        private final String place;

        Line(Path file, String place) {
            this.file = file;
            this.place = place;
        }

        SourceEntry read(String line) throws FormatException {
            int end = 0;
            while (end < line.length() && " \t\u000b".indexOf(line.charAt(end)) < 0) {
                end++;
            }
            String type = line.substring(0, end);
            if (!TYPES.contains(type) || end == line.length()) {
                throw wrong("deb or deb-src, and a source", Redaction.quoted(line));
            }
            AptWords words = new AptWords(line.substring(end));
            words.skipSpace();
            Map<String, String> options = words.isAt('[') ? options(words) : Map.of();
            String uri = words.quoteWord();
            if (uri == null) {
                throw wrong("a URI", "none");
            }
            String suite = words.quoteWord();
            if (suite == null) {
                throw wrong("a suite behind the URI", "none");
            }
            AptUri parsed = uri(uri, file + ", " + place);
            List<String> components = new ArrayList<>();
            for (String next = words.quoteWord(); next != null; next = words.quoteWord()) {
                components.add(next);
            }
            boolean flat = suite.endsWith("/");
            if (flat != components.isEmpty()) {
                throw wrong(
                        flat ? "no component, since the suite ends in a slash" : "a component behind the suite",
                        flat ? Redaction.quoted(components.get(0)) : "none");
            }
            return new SourceEntry(
                    file, place, type.equals("deb"), parsed, flat ? substitute(suite) : suite, components, options);
        }

        private Map<String, String> options(AptWords words) throws FormatException {
            Map<String, String> options = new LinkedHashMap<>();
            words.skip();
            words.skipSpace();
            while (!words.isAt(']')) {
                String option = words.quoteWord();
                if (option == null) {
                    throw wrong("options in brackets", "no closing bracket or quote");
                }
                if (option.length() < 3) {
                    throw wrong("name=value in brackets", Redaction.quoted(option));
                }
                if (option.endsWith("]")) {
                    words.backTo(']');
                    option = option.substring(0, option.length() - 1);
                }
                int equals = option.indexOf('=');
                if (equals < 1 || equals == option.length() - 1) {
                    throw wrong("name=value in brackets", Redaction.quoted(option));
                }
                options.put(option.substring(0, equals), option.substring(equals + 1));
            }
            words.skip();
            words.skipSpace();
            return options;
        }

        private FormatException wrong(String expected, String found) {
            return new FormatException(file + ", " + place, expected, found);
        }
    }

    private void readStanzas(String text, Path file) throws FormatException {
        int number = 0;
        for (ControlStanza stanza : Deb822Reader.readAll(text, file.toString(), Deb822Dialect.APT)) {
            String place = "stanza " + ++number;
            String where = file + ", " + place;
            List<String> types = AptWords.split(stanza.get("Types"));
            if (!stanza.has("Types") || !TYPES.containsAll(types)) {
                throw new FormatException(where, "Types: deb or deb-src", Redaction.quoted(stanza.get("Types")));
            }
            boolean enabled = stanza.get("Enabled").isEmpty()
                    || AptWords.bool(stanza.get("Enabled")).orElse(true);
            if (enabled) {
                for (String type : types) {
                    readStanza(stanza, type.equals("deb"), file, place);
                }
            }
        }
    }

    private void readStanza(ControlStanza stanza, boolean binary, Path file, String place) throws FormatException {
        String where = file + ", " + place;
        List<String> uris = required(stanza, "URIs", where);
        List<String> suites = required(stanza, "Suites", where);
        List<String> components = List.copyOf(AptWords.split(stanza.get("Components")));
        Map<String, String> options = Map.copyOf(options(stanza));
        for (String uri : uris) {
            AptUri parsed = uri(uri, where);
            for (String text : suites) {
                String suite = substitute(text);
                boolean flat = suite.endsWith("/");
                if (flat != components.isEmpty()) {
                    throw new FormatException(
                            where,
                            flat ? "no Components, since a suite ends in a slash" : "Components",
                            flat ? "suite " + Redaction.quoted(suite) : "none");
                }
                add(new SourceEntry(file, place, binary, parsed, suite, components, options));
            }
        }
    }

    private static List<String> required(ControlStanza stanza, String field, String where) throws FormatException {
        List<String> values = AptWords.split(stanza.get(field));
        if (values.isEmpty()) {
            throw new FormatException(where, field, "none");
        }
        return values;
    }

    private static Map<String, String> options(ControlStanza stanza) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String field : FIELDS) {
            stanza.find(field).ifPresent(value -> options.put(ControlStanza.lowerCase(field), value));
        }
        LISTS.forEach((option, field) -> {
            for (Map.Entry<String, String> each :
                    Map.of("", "", "+", "-Add", "-", "-Remove").entrySet()) {
                stanza.find(field + each.getValue())
                        .ifPresent(
                                value -> options.put(option + each.getKey(), String.join(",", AptWords.split(value))));
            }
        });
        return options;
    }
}
