package io.relocpy.bundle.internal.places;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.FileReason.Kind;
import io.relocpy.bundle.internal.format.Findings;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.RootPath;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * unixODBC's {@code odbcinst.ini}, which says where the drivers are that connections name. Debian's driver packages enter theirs
 * from a template when they are installed, by odbcinst(1); Fedora's unixODBC has one for the drivers of all packages. This one
 * has the drivers that are in the bundle.
 */
final class OdbcDrivers {
    /** Where it is; {@link LibraryCatalogue} lets unixODBC read it. */
    static final String PATH = "etc/odbcinst.ini";

    private static final Pattern TEMPLATE =
            Pattern.compile("etc/odbcinst\\.ini|share/[^/]+/(?:odbcinst|unixodbc)\\.ini(?:\\.template)?");

    /** Opens drivers, from its own directory: the library for that, or unixODBC with a copy of it. */
    private static final Pattern OPENS_DRIVERS = Pattern.compile("(?:libltdl|libodbc)\\.so\\.\\d+");

    private static final Pattern DRIVER = Pattern.compile("lib.*/odbc/[^/]+\\.so");

    private static final Pattern SECTION = Pattern.compile("\\[([^\\]]+)\\]");

    private static final Pattern ENTRY = Pattern.compile("([^=;#][^=]*?)\\s*=\\s*(.*)");

    /** The files by their names, those in directories of drivers first. */
    private final Map<String, String> libraries = new HashMap<>();

    private final String from;

    private OdbcDrivers(List<BundleFile> files, String from) {
        this.from = from;
        files.stream()
                .map(BundleFile::path)
                .filter(path -> path.startsWith("lib"))
                .sorted(Comparator.comparing(
                                (String path) -> !DRIVER.matcher(path).matches())
                        .thenComparing(Comparator.naturalOrder()))
                .forEach(path -> libraries.putIfAbsent(RootPath.fileName(path), path));
    }

    /** The files with one of the drivers, if the bundle has unixODBC and templates, and a note for each driver without one. */
    static InstalledFiles addTo(InstalledFiles files, Instant modified) throws IOException {
        Optional<String> opener = files.files().stream()
                .map(BundleFile::path)
                .filter(path -> OPENS_DRIVERS.matcher(RootPath.fileName(path)).matches())
                .filter(path -> path.startsWith("lib"))
                .max(Comparator.comparing(RootPath::fileName).thenComparing(Comparator.naturalOrder()));
        boolean used = files.files().stream()
                .anyMatch(file -> RootPath.fileName(file.path()).startsWith("libodbc.so."));
        if (!used || opener.isEmpty()) {
            return files;
        }
        return new OdbcDrivers(files.files(), RootPath.parent(opener.get())).added(files, modified);
    }

    private InstalledFiles added(InstalledFiles files, Instant modified) throws IOException {
        List<BundleFile.Regular> templates = files.files().stream()
                .filter(file -> TEMPLATE.matcher(file.path()).matches())
                .flatMap(file -> file instanceof BundleFile.Regular regular ? Stream.of(regular) : Stream.empty())
                .sorted(Comparator.comparing(BundleFile::path))
                .toList();
        Map<String, String> sections = new LinkedHashMap<>();
        Set<String> named = new HashSet<>();
        for (BundleFile.Regular template : templates) {
            sections(template.content().text())
                    .forEach((name, entries) -> driver(entries).ifPresent(driver -> {
                        named.add(driver);
                        sections.putIfAbsent(name, text(name, entries, driver));
                    }));
        }
        List<BundleFile> all = new ArrayList<>(files.files());
        if (!sections.isEmpty()) {
            all.removeIf(file -> file.path().equals(PATH));
            all.add(BundleFile.Regular.made(
                    PATH,
                    Content.of(String.join("\n", sections.values())),
                    false,
                    modified,
                    FileReason.of(Kind.INSTALLED, "unixODBC")));
        }
        List<Finding> left = new ArrayList<>(files.left());
        for (BundleFile file : files.files()) {
            if (file instanceof BundleFile.Link link && named.contains(link.path())) {
                named.add(RootPath.resolve(RootPath.parent(link.path()), link.target()));
            }
        }
        files.files().stream()
                .filter(file -> file instanceof BundleFile.Regular)
                .map(BundleFile::path)
                .filter(path -> DRIVER.matcher(path).matches() && !named.contains(path))
                .sorted()
                .forEach(path -> left.add(Findings.note(
                        Check.FILE,
                        path,
                        "is a driver that no template enters in " + PATH
                                + "; connections find it by its path only, not by a name")));
        return new InstalledFiles(all, left);
    }

    /** Names of sections → their entries, by keys in lower case, in the order of the text. */
    private static Map<String, Map<String, String>> sections(String text) {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        Map<String, String> section = new LinkedHashMap<>();
        for (String line : text.lines().map(String::strip).toList()) {
            Matcher heading = SECTION.matcher(line);
            Matcher entry = ENTRY.matcher(line);
            if (heading.matches()) {
                section = sections.computeIfAbsent(heading.group(1), name -> new LinkedHashMap<>());
            } else if (entry.matches()) {
                section.putIfAbsent(entry.group(1), entry.group(2));
            }
        }
        return sections;
    }

    /** The driver's path in the bundle; that of 64 bits first, as unixODBC reads it. */
    private Optional<String> driver(Map<String, String> entries) {
        return List.of("driver64", "driver").stream()
                .flatMap(key -> entries.entrySet().stream()
                        .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).equals(key)))
                .map(entry -> libraries.get(RootPath.fileName(entry.getValue())))
                .filter(path -> path != null)
                .findFirst();
    }

    /** The section with the driver's place; programs that set data sources up are not in bundles. */
    private String text(String name, Map<String, String> entries, String driver) {
        StringBuilder text = new StringBuilder("[" + name + "]\n");
        entries.forEach((key, value) -> {
            if (!key.toLowerCase(Locale.ROOT).matches("(?:driver|setup)(?:64)?")) {
                text.append(key).append('=').append(value).append('\n');
            }
        });
        // dlopen(3) expands it to the directory of the library that calls it
        return text.append("Driver=$ORIGIN/")
                .append(RootPath.relativize(from, driver))
                .append('\n')
                .toString();
    }
}
