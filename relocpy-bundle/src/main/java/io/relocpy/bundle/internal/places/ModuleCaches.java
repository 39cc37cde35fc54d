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
 * Files that list a library's modules with what their code says, made by its program when packages are installed. A resource
 * of the same name has what the modules of the library's own packages say; others are reported.
 *
 * @param library the library
 * @param module matches paths of modules: the library's directory, that of the cache, that of modules, and the file name
 * @param name the file name of the cache
 * @param consequence what the library does without a module in the cache
 */
record ModuleCaches(String library, Pattern module, String name, String consequence) {
    private static final List<ModuleCaches> ALL = List.of(
            // made by gdk-pixbuf-query-loaders(1); the resource has the loader of librsvg, too
            new ModuleCaches(
                    "GdkPixbuf",
                    Pattern.compile("(.+)/(gdk-pixbuf-2\\.0/[^/]+)/(loaders)/([^/]+\\.so)"),
                    "loaders.cache",
                    "does not read images of its format"),
            // made by gtk-query-immodules-3.0(1)
            new ModuleCaches(
                    "GTK",
                    Pattern.compile("(.+)/(gtk-3\\.0/[^/]+)/(immodules)/([^/]+\\.so)"),
                    "immodules.cache",
                    "does not offer its input method"));

    /** The files with a cache beside each directory of modules, and a note for each module that is not in it. */
    static InstalledFiles addTo(InstalledFiles files, Instant modified) throws IOException {
        InstalledFiles all = files;
        for (ModuleCaches each : ALL) {
            all = each.added(all, modified);
        }
        return all;
    }

    private InstalledFiles added(InstalledFiles files, Instant modified) throws IOException {
        SortedMap<String, StringBuilder> caches = new TreeMap<>();
        List<Finding> left = new ArrayList<>(files.left());
        Map<String, String> known = new HashMap<>();
        for (String path :
                new TreeSet<>(files.files().stream().map(BundleFile::path).toList())) {
            Matcher found = module.matcher(path);
            if (found.matches()) {
                if (known.isEmpty()) {
                    known.putAll(known());
                }
                String entry = known.get(found.group(4));
                if (entry == null) {
                    left.add(Findings.note(
                            Check.FILE,
                            path,
                            "is not a module that relocpy can enter in " + name + "; " + library + " " + consequence));
                } else {
                    // dlopen(3) expands it to the directory of the library that calls it
                    String place = "$ORIGIN/" + found.group(2) + "/" + found.group(3) + "/" + found.group(4);
                    caches.computeIfAbsent(found.group(1) + "/" + found.group(2), any -> new StringBuilder())
                            .append("\"" + place + "\"\n" + entry + "\n\n");
                }
            }
        }
        List<BundleFile> all = new ArrayList<>(files.files());
        caches.forEach((directory, cache) -> all.add(BundleFile.Regular.made(
                directory + "/" + name,
                Content.of(cache.toString()),
                false,
                modified,
                FileReason.of(Kind.INSTALLED, library))));
        return new InstalledFiles(all, left);
    }

    /** File names of modules → their entries without the first line, which names the file. */
    private Map<String, String> known() throws IOException {
        try (InputStream in = ModuleCaches.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("resource " + name + " is missing from relocpy-bundle");
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
