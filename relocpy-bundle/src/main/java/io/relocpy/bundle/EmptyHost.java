package io.relocpy.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets the standard library find in the bundle what it expects at fixed places of the host.
 *
 * <p>A few lines, kept as resources, are appended to modules; no environment variable is set, so nothing of this reaches
 * child processes.
 */
final class EmptyHost {
    private static final String STDLIB = "lib(?:64|32)?/python3\\.\\d+/";
    private static final Pattern LANDMARK = Pattern.compile("(" + STDLIB + ")os\\.py");
    private static final Pattern MODULE =
            Pattern.compile(STDLIB + "(ssl\\.py|curses/__init__\\.py|_sysconfigdata_[^/]*\\.py)");
    private static final String ZONES = "share/zoneinfo";

    private EmptyHost() {}

    /** The files with those changes, and what is new. */
    static List<BundleFile> adapt(List<BundleFile> files, Instant modified) throws IOException {
        List<BundleFile> adapted = new ArrayList<>();
        Set<String> changed = new HashSet<>();
        for (BundleFile file : files) {
            Matcher module = MODULE.matcher(file.path());
            if (file instanceof BundleFile.Regular regular && module.matches()) {
                adapted.add(append(regular, resourceFor(module.group(1))));
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

    private static String resourceFor(String module) {
        if (module.startsWith("_sysconfigdata")) {
            return "_sysconfigdata.py";
        }
        return module.equals("ssl.py") ? "ssl.py" : "curses.py";
    }

    private static BundleFile.Regular append(BundleFile.Regular file, String resource) throws IOException {
        try (InputStream in = EmptyHost.class.getResourceAsStream("python/" + resource)) {
            if (in == null) {
                throw new IOException("resource python/" + resource + " is missing from relocpy-bundle");
            }
            String addition = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return file.changed(
                    Content.of(file.content().text() + "\n\n" + addition), "finds its data also on an empty host");
        }
    }

    /** The module that a .pyc was compiled from (PEP 3147); the path itself for any other file. */
    private static String sourceOf(String path) {
        Matcher compiled =
                Pattern.compile("(.*/)__pycache__/([^/.]+)\\.[^/]*\\.pyc").matcher(path);
        return Optional.of(compiled)
                .filter(Matcher::matches)
                .map(match -> match.group(1) + match.group(2) + ".py")
                .orElse("");
    }
}
