package io.relocpy.bundle.internal.places;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.FileReason.Kind;
import io.relocpy.bundle.internal.format.Findings;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * GdkPixbuf's {@code loaders.cache}, which gdk-pixbuf-query-loaders(1) makes of what the code of loaders says. The resource of
 * that name has what those of GdkPixbuf itself and of librsvg say; others are reported.
 */
final class PixbufLoaders {
    private static final Pattern LOADER = Pattern.compile("(.+)/(gdk-pixbuf-2\\.0/[^/]+)/loaders/([^/]+\\.so)");

    private PixbufLoaders() {}

    /** The files with a cache beside each directory of loaders, and a note for each loader that is not in it. */
    static InstalledFiles addTo(InstalledFiles files, Instant modified) throws IOException {
        SortedMap<String, StringBuilder> caches = new TreeMap<>();
        List<Finding> left = new ArrayList<>(files.left());
        Map<String, String> known = new HashMap<>();
        for (String path :
                new TreeSet<>(files.files().stream().map(BundleFile::path).toList())) {
            Matcher loader = LOADER.matcher(path);
            if (loader.matches()) {
                if (known.isEmpty()) {
                    known.putAll(known());
                }
                String entry = known.get(loader.group(3));
                if (entry == null) {
                    left.add(Findings.note(
                            Check.FILE,
                            path,
                            "is not a loader that relocpy can enter in loaders.cache; GdkPixbuf does not read images of"
                                    + " its format"));
                } else {
                    // dlopen(3) expands it to the directory of the library that calls it
                    caches.computeIfAbsent(loader.group(1) + "/" + loader.group(2), any -> new StringBuilder())
                            .append("\"$ORIGIN/" + loader.group(2) + "/loaders/" + loader.group(3) + "\"\n" + entry
                                    + "\n\n");
                }
            }
        }
        List<BundleFile> all = new ArrayList<>(files.files());
        caches.forEach((directory, cache) -> all.add(BundleFile.Regular.made(
                directory + "/loaders.cache",
                Content.of(cache.toString()),
                false,
                modified,
                FileReason.of(Kind.INSTALLED, "GdkPixbuf"))));
        return new InstalledFiles(all, left);
    }

    /** File names of loaders → their entries without the first line, which names the file. */
    private static Map<String, String> known() throws IOException {
        try (InputStream in = PixbufLoaders.class.getResourceAsStream("loaders.cache")) {
            if (in == null) {
                throw new IOException("resource loaders.cache is missing from relocpy-bundle");
            }
            Map<String, String> known = new HashMap<>();
            for (String entry : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .split("\n\n")) {
                int end = entry.indexOf('\n');
                known.put(entry.substring(1, end - 1), entry.substring(end + 1));
            }
            return known;
        }
    }
}
