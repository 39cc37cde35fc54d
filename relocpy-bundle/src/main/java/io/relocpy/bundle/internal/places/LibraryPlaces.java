package io.relocpy.bundle.internal.places;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.FileChange;
import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.FileReason.Kind;
import io.relocpy.bundle.internal.format.Findings;
import io.relocpy.bundle.internal.places.Means.Blank;
import io.relocpy.bundle.internal.places.Means.Link;
import io.relocpy.bundle.internal.places.Means.MadeFile;
import io.relocpy.bundle.internal.places.Means.PrivateVariables;
import io.relocpy.bundle.internal.places.Means.Text;
import io.relocpy.bundle.internal.places.Means.Variable;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.RootPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;

/** The known libraries of one bundle, and what leads them to its files. */
public final class LibraryPlaces {
    /** A character that names of directories do not have in practice. */
    private static final byte FILLER = 1;

    /**
     * A known library that is in the bundle.
     *
     * @param known what is known of it
     * @param path of the file that its users load
     */
    record Present(KnownLibrary known, String path) {}

    private final List<BundleFile> files;
    private final BundlePaths paths;
    private final List<Present> present = new ArrayList<>();

    /** Means that change strings, and whether a file had them. */
    private final Map<Means, Boolean> changed = new ConcurrentHashMap<>();

    /** Looks for known libraries among the placed files. */
    public LibraryPlaces(List<BundleFile> files) {
        this.files = List.copyOf(files);
        paths = new BundlePaths(files);
        List<String> libraries = files.stream()
                .map(BundleFile::path)
                .filter(path -> RootPath.fileName(path).contains(".so"))
                .sorted()
                .toList();
        for (KnownLibrary known : LibraryCatalogue.LIBRARIES) {
            libraries.stream()
                    .filter(path -> known.matches(RootPath.fileName(path)))
                    .findFirst()
                    .ifPresent(path -> present.add(new Present(known, path)));
        }
    }

    /**
     * The module that opens libraries of that name although no file links them; empty if there is none.
     *
     * @param isImportable whether the bundle has a module
     */
    public static Optional<String> openedBy(String fileName, Predicate<String> isImportable) {
        return LibraryCatalogue.LIBRARIES.stream()
                .filter(known -> known.matches(fileName))
                .flatMap(known -> known.openedBy().stream())
                .filter(isImportable)
                .findFirst();
    }

    /** The known libraries, and where each is. */
    List<Present> present() {
        return present;
    }

    BundlePaths paths() {
        return paths;
    }

    /** Whether findings about paths compiled into this file would only repeat what is taken care of. */
    public boolean leads(BundleFile file) {
        return LibraryCatalogue.LIBRARIES.stream().anyMatch(known -> known.matches(RootPath.fileName(file.path())));
    }

    /** The file without paths of the host's modules. */
    public BundleFile.Regular blank(BundleFile.Regular file) throws IOException {
        List<Means> changes = LibraryCatalogue.LIBRARIES.stream()
                .filter(known -> known.matches(RootPath.fileName(file.path())))
                .flatMap(known -> known.means().stream())
                .filter(means -> means instanceof Blank || means instanceof PrivateVariables)
                .toList();
        if (changes.isEmpty()) {
            return file;
        }
        byte[] before = file.content().bytes();
        byte[] after = before.clone();
        String text = new String(before, StandardCharsets.ISO_8859_1); // one character for each byte
        for (Means change : changes) {
            if (change instanceof Blank blank) {
                changed.merge(blank, blank(text, blank, after), Boolean::logicalOr);
            } else if (change instanceof PrivateVariables variables) {
                List<MatchResult> names =
                        variables.strings().matcher(text).results().toList();
                names.forEach(name -> after[name.start() + 1] = FILLER);
                changed.merge(variables, !names.isEmpty(), Boolean::logicalOr);
            }
        }
        return Arrays.equals(before, after)
                ? file
                : file.changed(Content.of(after), FileChange.of(FileChange.Kind.MODULES));
    }

    /** Whether the library had such a string. What is before it need not be another string. */
    private static boolean blank(String library, Blank paths, byte[] bytes) {
        String top = "/" + paths.top() + "/";
        Matcher string = paths.strings().matcher(library);
        int end = -1;
        for (int at = library.indexOf(top); at >= 0; at = library.indexOf(top, at + 1)) {
            boolean begins = at == 0 || !isOfPath(library.charAt(at - 1));
            if (begins && string.region(at, library.length()).lookingAt()) {
                end = Math.max(end, string.end());
            }
            if (at < end) {
                Arrays.fill(bytes, at + 1, at + top.length() - 1, FILLER);
            }
        }
        return end >= 0;
    }

    private static boolean isOfPath(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || "_-.".indexOf(c) >= 0;
    }

    /** The files with changed texts, and with links and files where libraries look for them. */
    public List<BundleFile> lead(List<BundleFile> relocated, Instant modified) throws IOException {
        List<BundleFile> led = new ArrayList<>(relocated);
        Set<String> made = new HashSet<>();
        for (Present each : present) {
            for (Means means : each.known.means()) {
                if (means instanceof Link link) {
                    String directory = BundlePaths.expand(link.directory(), each.path);
                    for (String to : paths.find(link.to(), each.path)) {
                        String at = directory + "/" + RootPath.fileName(to);
                        if (!paths.has(at) && made.add(at)) {
                            led.add(BundleFile.Link.made(at, RootPath.relativize(directory, to), reason(each)));
                        }
                    }
                } else if (means instanceof MadeFile file
                        && !paths.find(file.needs(), each.path).isEmpty()
                        && made.add(file.path())) {
                    String text = BundlePaths.expandText(file.text(), each.path);
                    led.add(BundleFile.Regular.made(file.path(), Content.of(text), false, modified, reason(each)));
                } else if (means instanceof Text text) {
                    replace(led, text);
                }
            }
        }
        return led;
    }

    private static void replace(List<BundleFile> files, Text change) throws IOException {
        for (int i = 0; i < files.size(); i++) {
            if (files.get(i) instanceof BundleFile.Regular file && file.path().equals(change.path())) {
                String before = file.content().text();
                String after = before.replace(change.from(), change.to());
                if (!after.equals(before)) {
                    files.set(i, file.changed(Content.of(after), FileChange.of(FileChange.Kind.CONFIGURATION)));
                }
            }
        }
    }

    /** Known strings that no file had which was blanked, and variables that child processes inherit. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (Present each : present) {
            for (Means means : each.known.means()) {
                if (!changed.getOrDefault(means, true) && !(means instanceof Blank blank && !blank.expected())) {
                    findings.add(Findings.note(
                            Check.HOST_PATH,
                            each.path,
                            "may load modules of the host: where this version of " + each.known.name()
                                    + " looks for them is not known"));
                }
                if (means instanceof Variable variable
                        && !variable.isPrivate()
                        && variable.paths().stream()
                                .anyMatch(path -> !paths.find(path, each.path).isEmpty())) {
                    findings.add(Findings.note(
                            Check.HOST_PATH,
                            each.path,
                            each.known.name() + " finds its files by " + variable.name()
                                    + ", which is set in processes that use it"
                                    + (variable.unless().isEmpty() ? "" : " on hosts without " + variable.unless())
                                    + "; child processes inherit it"));
                }
            }
        }
        return findings;
    }

    /** What happens when modules that use the libraries are imported. */
    public ImportActions actions() throws IOException {
        return ImportActions.of(files, this);
    }

    private static FileReason reason(Present present) {
        return FileReason.of(Kind.FINDS_FILES, present.known.name());
    }
}
