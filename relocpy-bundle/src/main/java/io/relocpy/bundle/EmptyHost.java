package io.relocpy.bundle;

import io.relocpy.bundle.PlaceStep.Placement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lets the standard library find in the bundle what it expects at fixed places of the host.
 *
 * <p>A few lines, kept as resources, are appended to modules; no environment variable is set, so nothing of this reaches
 * child processes.
 */
final class EmptyHost {
    private static final String STDLIB = "lib(?:64|32)?/python3\\.\\d+/";
    private static final Pattern LANDMARK = Pattern.compile("(" + STDLIB + ")os\\.py");
    private static final Pattern MODULE = Pattern.compile(
            STDLIB
                    + "(ssl\\.py|locale\\.py|encodings/__init__\\.py|curses/__init__\\.py|ctypes/util\\.py|_sysconfigdata_[^/]*\\.py)");
    private static final Map<String, String> RESOURCES = Map.of(
            "ssl.py",
            "ssl.py",
            "locale.py",
            "locale.py",
            "encodings/__init__.py",
            "encodings.py",
            "curses/__init__.py",
            "curses.py",
            "ctypes/util.py",
            "ctypes_util.py");
    /** A .pyc beside its source, see PEP 3147. */
    private static final Pattern COMPILED = Pattern.compile("(.*/)__pycache__/([^/.]+)\\.[^/]*\\.pyc");

    private static final String ZONES = "share/zoneinfo";

    private EmptyHost() {}

    /** The files with those changes, and what is new. */
    static List<BundleFile> adapt(List<BundleFile> placed, Placement placement) throws IOException {
        Instant modified = placement.modified();
        List<BundleFile> files = CertificateAuthorities.join(placed, modified);
        List<BundleFile> adapted = new ArrayList<>();
        Set<String> changed = new HashSet<>();
        for (BundleFile file : files) {
            Matcher module = MODULE.matcher(file.path());
            if (file instanceof BundleFile.Regular regular && module.matches()) {
                adapted.add(append(regular, addition(module.group(1), placement)));
                changed.add(file.path());
            } else {
                adapted.add(file);
            }
        }
        adapted.removeIf(file -> changed.contains(sourceOf(file.path())));
        files.stream()
                .map(file -> LANDMARK.matcher(file.path()))
                .filter(Matcher::matches)
                .findFirst()
                .filter(landmark -> files.stream().anyMatch(file -> file.path().startsWith(ZONES + "/")))
                .ifPresent(landmark -> addTzdata(landmark.group(1) + "tzdata", adapted, modified));
        return adapted;
    }

    /** The package that zoneinfo asks when the host has no time zones, see the zoneinfo module's "Data sources". */
    private static void addTzdata(String directory, List<BundleFile> files, Instant modified) {
        String reason = "zoneinfo looks here where the host has no time zones";
        files.add(BundleFile.Regular.made(
                directory + "/__init__.py", Content.of("IANA_VERSION = \"bundle\"\n"), false, modified, reason));
        files.add(new BundleFile.Link(
                directory + "/zoneinfo", RootPath.relativize(directory, ZONES), BundleFile.MADE_HERE, reason));
    }

    private static BundleFile.Regular append(BundleFile.Regular file, String addition) throws IOException {
        return file.changed(
                Content.of(file.content().text() + "\n\n" + addition), "finds its data also on an empty host");
    }

    /** The lines to append to a module of the standard library. */
    private static String addition(String module, Placement placement) throws IOException {
        String resource = module.startsWith("_sysconfigdata") ? "_sysconfigdata.py" : RESOURCES.get(module);
        try (InputStream in = EmptyHost.class.getResourceAsStream("python/" + resource)) {
            if (in == null) {
                throw new IOException("resource python/" + resource + " is missing from relocpy-bundle");
            }
            String directories = placement.libraryDirectories().stream()
                    .map(directory -> "'" + directory + "'")
                    .collect(Collectors.joining(", ", "[", "]"));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("@LIBRARY_DIRECTORIES@", directories);
        }
    }

    /** The module that a .pyc was compiled from ; empty for any other file. */
    private static String sourceOf(String path) {
        Matcher compiled = COMPILED.matcher(path);
        return Optional.of(compiled)
                .filter(Matcher::matches)
                .map(match -> match.group(1) + match.group(2) + ".py")
                .orElse("");
    }
}
