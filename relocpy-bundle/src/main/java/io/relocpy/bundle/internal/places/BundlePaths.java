package io.relocpy.bundle.internal.places;

import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.RootPath;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The files and directories of a bundle, found by the paths of {@link Means}. */
final class BundlePaths {
    private final NavigableSet<String> all = new TreeSet<>();

    BundlePaths(Collection<BundleFile> files) {
        for (BundleFile file : files) {
            for (String path = file.path(); !path.isEmpty() && all.add(path); ) {
                path = RootPath.parent(path);
            }
        }
    }

    boolean has(String path) {
        return all.contains(path);
    }

    /** The text with the library's directory. */
    static String expandText(String text, String library) {
        return text.replace("${library}", RootPath.parent(library));
    }

    /** The path with the library's directory. */
    static String expand(String path, String library) {
        return RootPath.resolve("", expandText(path, library));
    }

    /** What the path names, sorted; a {@code /..} at its end is the directory of what must be there. */
    List<String> find(String path, String library) {
        if (path.endsWith("/..")) {
            return find(path.substring(0, path.length() - "/..".length()), library).stream()
                    .map(RootPath::parent)
                    .distinct()
                    .toList();
        }
        String expanded = expand(path, library);
        if (expanded.isEmpty()) {
            return List.of("");
        }
        if (!expanded.contains("*")) {
            return all.contains(expanded) ? List.of(expanded) : List.of();
        }
        Pattern pattern = Pattern.compile(Pattern.quote(expanded).replace("*", "\\E[^/]*\\Q"));
        return all.stream().filter(each -> pattern.matcher(each).matches()).toList();
    }
}
