package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.FileChange;
import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.FileReason.Kind;
import io.relocpy.bundle.internal.places.ImportActions;
import io.relocpy.bundle.internal.python.PythonText;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.RootPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets the standard library find in the bundle what it expects at fixed places of the host, and pip and venv work there.
 *
 * <p>A few lines, kept as resources, are appended to modules; no environment variable is set, so nothing of this reaches
 * child processes.
 */
final class EmptyHost {
    private static final String STDLIB = "lib(?:64|32)?/python3\\.\\d+/";
    private static final Pattern LANDMARK = Pattern.compile("(" + STDLIB + ")os\\.py");
    private static final Pattern SYSCONFIG_DATA = Pattern.compile("_sysconfigdata_[^/]*\\.py");
    private static final Pattern MODULE = Pattern.compile(STDLIB + "(.*\\.py)");
    /** What every Python reads first, whatever its options. */
    private static final String FIRST = "encodings.py";

    /** Modules → what is appended to each. */
    private static final Map<String, String> RESOURCES = Map.ofEntries(
            Map.entry("ssl.py", "ssl.py"),
            Map.entry("locale.py", "locale.py"),
            Map.entry("encodings/__init__.py", FIRST),
            Map.entry("curses/__init__.py", "curses.py"),
            Map.entry("ctypes/util.py", "ctypes_util.py"),
            Map.entry("subprocess.py", "subprocess.py"),
            Map.entry("sysconfig.py", "sysconfig.py"), // until Python 3.12
            Map.entry("sysconfig/__init__.py", "sysconfig.py"),
            Map.entry("distutils/command/install.py", "distutils_install.py"), // used by pip until Python 3.9
            Map.entry("ensurepip/__init__.py", "ensurepip.py"),
            Map.entry("venv/__init__.py", "venv.py"));
    /** Modules that additions and changed sources import. */
    private static final Map<String, Kind> HELPERS = Map.of(
            "_relocpy.py", Kind.LAUNCHERS_FOR_PIP,
            "_relocpy_authorities.py", Kind.FINDS_AUTHORITIES,
            "_relocpy_siblings.py", Kind.LEADS_COMMANDS);

    /** A .pyc beside its source, see PEP 3147. */
    private static final Pattern COMPILED = Pattern.compile("(.*/)__pycache__/([^/.]+)\\.[^/]*\\.pyc");

    private static final String ZONES = "share/zoneinfo";

    private final Layout layout;
    private final ImportActions actions;

    /** @param actions what is to happen when modules are imported */
    EmptyHost(Layout layout, ImportActions actions) {
        this.layout = layout;
        this.actions = actions;
    }

    /** The files with those changes, and what is new. */
    List<BundleFile> adapt(List<BundleFile> placed) throws IOException {
        Instant modified = layout.modified();
        List<BundleFile> files = CertificateAuthorities.join(placed, modified);
        List<BundleFile> adapted = new ArrayList<>();
        for (BundleFile file : files) {
            Matcher module = MODULE.matcher(file.path());
            String addition = module.matches() ? additionTo(module.group(1)) : null;
            if (file instanceof BundleFile.Regular regular && addition != null) {
                adapted.add(append(
                        regular,
                        resource(addition)
                                + (addition.equals(FIRST) && !actions.isEmpty()
                                        ? "\n\n" + resource("places.py")
                                        : "")));
            } else {
                adapted.add(file);
            }
        }
        Set<String> changed = adapted.stream()
                .filter(file -> file instanceof BundleFile.Regular regular
                        && !regular.changes().isEmpty())
                .map(BundleFile::path)
                .collect(Collectors.toSet());
        adapted.removeIf(file -> changed.contains(sourceOf(file.path())));
        Optional<String> library = files.stream()
                .map(file -> LANDMARK.matcher(file.path()))
                .filter(Matcher::matches)
                .map(landmark -> landmark.group(1))
                .findFirst();
        if (library.isPresent()) {
            SortedMap<String, Kind> helpers = new TreeMap<>(HELPERS);
            if (!actions.isEmpty()) {
                helpers.put("_relocpy_places.py", Kind.LEADS_LIBRARIES);
            }
            for (Map.Entry<String, Kind> helper : helpers.entrySet()) {
                adapted.add(BundleFile.Regular.made(
                        library.get() + helper.getKey(),
                        Content.of(resource(helper.getKey())),
                        false,
                        modified,
                        FileReason.of(helper.getValue())));
            }
            if (files.stream().anyMatch(file -> file.path().startsWith(ZONES + "/"))) {
                addTzdata(library.get() + "tzdata", adapted, modified);
            }
        }
        return adapted;
    }

    /** The package that zoneinfo uses if the host has no time zones, see the zoneinfo module's "Data sources". */
    private static void addTzdata(String directory, List<BundleFile> files, Instant modified) {
        FileReason reason = FileReason.of(Kind.ZONEINFO);
        files.add(BundleFile.Regular.made(
                directory + "/__init__.py", Content.of("IANA_VERSION = \"bundle\"\n"), false, modified, reason));
        files.add(BundleFile.Link.made(directory + "/zoneinfo", RootPath.relativize(directory, ZONES), reason));
    }

    private static BundleFile.Regular append(BundleFile.Regular file, String addition) throws IOException {
        return file.changed(
                Content.of(file.content().text() + "\n\n" + addition), FileChange.of(FileChange.Kind.ADDITION));
    }

    /** The resource to append to a module of the standard library; null if it is unchanged. */
    private static @Nullable String additionTo(String module) {
        return SYSCONFIG_DATA.matcher(module).matches() ? "_sysconfigdata.py" : RESOURCES.get(module);
    }

    private String resource(String name) throws IOException {
        try (InputStream in = EmptyHost.class.getResourceAsStream("python/" + name)) {
            if (in == null) {
                throw new IOException("resource python/" + name + " is missing from relocpy-bundle");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@LIBRARY_DIRECTORIES@", list(layout.libraryDirectories()))
                    .replace("@SCRIPT_COMMANDS@", commandsByScript())
                    .replace("@AUTHORITIES@", list(CertificateAuthorities.HOST_FILES))
                    .replace("@MODULES@", list(actions.modules()))
                    .replace("@AT_START@", actions.atStart() ? "True" : "False")
                    .replace("@ACTIONS@", actions.actionsByLibrary())
                    .replace("@LIBRARIES@", actions.librariesByModule())
                    .replace("@AFTER@", actions.actionsAfterImport());
        }
    }

    /** A Python dictionary; what a directory's command runs has no name of its own. */
    private String commandsByScript() {
        return layout.scripts().entrySet().stream()
                .map(each -> PythonText.quote(each.getValue()) + ": " + PythonText.quote(each.getKey()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** A Python list of strings. */
    private static String list(Collection<String> values) {
        return values.stream().map(value -> "'" + value + "'").collect(Collectors.joining(", ", "[", "]"));
    }

    /** The module that a .pyc was compiled from; empty for any other file. */
    private static String sourceOf(String path) {
        Matcher compiled = COMPILED.matcher(path);
        return Optional.of(compiled)
                .filter(Matcher::matches)
                .map(match -> match.group(1) + match.group(2) + ".py")
                .orElse("");
    }
}
