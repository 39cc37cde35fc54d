package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.FileChange;
import io.relocpy.bundle.internal.format.Findings;
import io.relocpy.bundle.internal.python.FirstLine;
import io.relocpy.bundle.internal.python.PathConstants;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.FileRules;
import io.relocpy.bundle.internal.tree.Origin;
import io.relocpy.bundle.internal.tree.RootPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lets paths in kept Python sources lead to what the bundle has of them. Only directories that belong to somebody count:
 * {@code /usr/share/zoneinfo} and what is named below it, but not {@code /usr/share} or a directory of libraries.
 */
final class SourcePaths implements PathConstants.Places {
    private static final Pattern MODULE = Pattern.compile("(?:local/)?lib(?:64|32)?/python3(?:\\.\\d+)?/.*\\.py");

    /** Adapted by {@link EmptyHost}. */
    private static final Pattern ADAPTED = Pattern.compile(".*/(?:_sysconfigdata_[^/]*|_relocpy[^/]*)\\.py");

    /** The declaration of a source's encoding, see PEP 263; it is on one of the first two lines. */
    private static final Pattern ENCODING =
            Pattern.compile("^[ \\t\\f]*#.*?coding[:=][ \\t]*([-\\w.]+)", Pattern.MULTILINE);

    private static final Pattern SUPERSET_OF_ASCII =
            Pattern.compile("(?i)utf-?8(?:-sig)?|us-ascii|ascii|latin-?1|iso-?8859-\\d+|cp125\\d|koi8-[ru]");

    private static final int SHOWN = 3;

    /** More bytes than any source has that is written by hand. */
    private static final int MAX_SOURCE = 16 << 20;

    /** What {@code join} gets before names below. */
    private static final Set<String> JOINED = Set.of("/usr", "/usr/share");

    private static final Set<String> NOT_OWN = Set.of("etc/ssl", "etc/pki");

    private static final int COMPONENTS_OF_OWN_DIRECTORY = 3;

    private final NavigableSet<String> held;
    private final Set<String> libraryDirectories;

    /** @param libraryDirectories where the loader looks */
    SourcePaths(Collection<BundleFile> files, Collection<String> libraryDirectories) {
        held = files.stream().map(BundleFile::path).collect(Collectors.toCollection(TreeSet::new));
        this.libraryDirectories = Set.copyOf(libraryDirectories);
    }

    /**
     * A file after this step.
     *
     * @param file changed, if it is a Python source with paths that lead into the bundle, or a wheel that has some
     * @param left paths of the bundle's files that remain as they are, so that the module looks for them on the host
     */
    record Led(BundleFile.Regular file, List<Finding> left) {}

    /** Changes a file. */
    Led lead(BundleFile.Regular file) throws IOException {
        if (SeedWheels.isOne(file)) {
            return new Led(SeedWheels.lead(file, this), List.of());
        }
        Optional<String> source = isPython(file) ? candidate(file.content().bytes()) : Optional.empty();
        if (source.isEmpty()) {
            return new Led(file, List.of());
        }
        PathConstants.Result result = PathConstants.of(source.get(), this);
        List<Finding> left = result.left().stream()
                .map(each -> Findings.note(
                        Check.HOST_PATH,
                        file.path(),
                        "line " + each.line() + " has " + each.path() + " " + each.why()
                                + "; it does not lead to the bundle's"))
                .toList();
        return new Led(
                result.changes().isEmpty()
                        ? file
                        : file.changed(
                                Content.of(bytes(result)), FileChange.of(FileChange.Kind.PATHS, summary(result))),
                left);
    }

    /** A source with paths that lead into the bundle; empty if there are none. */
    Optional<PathConstants.Result> lead(byte[] source) {
        return candidate(source).map(text -> PathConstants.of(text, this)).filter(result -> !result.changes()
                .isEmpty());
    }

    /** The bytes of a changed source. */
    static byte[] bytes(PathConstants.Result result) {
        return result.source().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String summary(PathConstants.Result result) {
        List<String> paths = result.changes().stream()
                .map(change -> change.path() + " (line " + change.line() + ")")
                .toList();
        String more = paths.size() > SHOWN ? " and " + (paths.size() - SHOWN) + " more" : "";
        return String.join(", ", paths.subList(0, Math.min(SHOWN, paths.size()))) + more;
    }

    /**
     * The text of a source, one character for each byte; empty if it has no path of the bundle, as most, or if its encoding
     * is not a superset of ASCII.
     */
    private Optional<String> candidate(byte[] source) {
        String text = new String(source, StandardCharsets.ISO_8859_1);
        if (!mentions(text, "/usr") && !mentions(text, "/etc/")) {
            return Optional.empty();
        }
        String head = text.lines().limit(2).collect(Collectors.joining("\n"));
        Matcher encoding = ENCODING.matcher(head);
        return encoding.find() && !SUPERSET_OF_ASCII.matcher(encoding.group(1)).matches()
                ? Optional.empty()
                : Optional.of(text);
    }

    /** Whether the text has a path that begins so and is the bundle's, or that may be joined to one. */
    private boolean mentions(String text, String start) {
        Matcher path = PathConstants.PATH.matcher(text);
        int next;
        for (int at = text.indexOf(start); at >= 0; at = text.indexOf(start, next)) {
            next = at + 1;
            if (path.region(at, text.length()).lookingAt()) {
                next = path.end();
                String found = path.group();
                if (JOINED.contains(found)
                        || of(found).isPresent()
                        || of(RootPath.parent(found)).isPresent()
                        || expressionFor(found).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isPython(BundleFile.Regular file) throws IOException {
        if (file.origin() == Origin.WithoutPackage.SCRIPT || file.size() > MAX_SOURCE) {
            return false; // scripts are not changed
        }
        if (file.path().startsWith(BundleLayout.PROGRAMS)) {
            return FirstLine.of(file.content()).filter(FirstLine::isPython).isPresent();
        }
        return MODULE.matcher(file.path()).matches()
                && !ADAPTED.matcher(file.path()).matches();
    }

    @Override
    public Optional<String> of(String path) {
        return of(path, this::isHeld);
    }

    @Override
    public Optional<String> ofModules(String path) {
        return of(path, merged -> isDirectory(place(merged)));
    }

    private static Optional<String> of(String path, Predicate<String> isOfBundle) {
        String name = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        String inRoot = RootPath.resolve("", name);
        String merged = RootPath.mergeUsr(inRoot);
        boolean normal = name.equals("/" + inRoot);
        boolean known = merged.startsWith("usr/") || merged.startsWith("etc/");
        if (!normal || !known || FileRules.isProgram(merged) || !isOfBundle.test(merged)) {
            return Optional.empty();
        }
        return Optional.of("/" + place(merged) + path.substring(name.length()));
    }

    private boolean isHeld(String path) {
        String place = place(path);
        if (held.contains(place)) {
            return true;
        }
        if (path.startsWith("etc/")) {
            return isDirectory(place) && !NOT_OWN.contains(path);
        }
        for (String each = path; each.split("/").length >= COMPONENTS_OF_OWN_DIRECTORY; each = RootPath.parent(each)) {
            if (!libraryDirectories.contains(place(each)) && (isDirectory(place(each)) || held.contains(place(each)))) {
                return true;
            }
        }
        return false;
    }

    private boolean isDirectory(String path) {
        String next = held.ceiling(path + "/");
        return next != null && next.startsWith(path + "/");
    }

    private static String place(String path) {
        return path.startsWith("usr/") ? path.substring("usr/".length()) : path;
    }

    @Override
    public Optional<String> expressionFor(String path) {
        return CertificateAuthorities.HOST_FILES.contains(path)
                ? Optional.of("__import__('_relocpy_authorities').where()")
                : Optional.empty();
    }
}
