package io.relocpy.bundle;

import io.relocpy.bundle.SelectStep.Selection;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives each selected file, each licence and each script its place in the bundle. */
final class PlaceStep {
    private final Scripts scripts;

    PlaceStep(Scripts scripts) {
        this.scripts = scripts;
    }

    /**
     * Where all is.
     *
     * @param files the files of the bundle so far
     * @param python path in the bundle of the real interpreter
     * @param libraryDirectories directories of the bundle where the loader must look, in its order
     * @param modified time for what has none of its own: that of the newest packaged file, so that the same packages
     *     give the same bundle
     * @param scripts the caller's scripts
     */
    record Placement(
            List<BundleFile> files,
            String python,
            List<String> libraryDirectories,
            Instant modified,
            Scripts scripts) {}

    Placement place(Selection selection) throws IOException {
        Map<String, String> places = new HashMap<>();
        for (String path : selection.kept().keySet()) {
            places.put(path, placeOf(path, selection.interpreter()));
        }
        List<BundleFile> files = new ArrayList<>();
        Set<String> contributing = new HashSet<>();
        Instant modified = Instant.EPOCH;
        for (Map.Entry<String, String> kept : selection.kept().entrySet()) {
            TreeFile file = selection.tree().get(kept.getKey()).orElseThrow();
            String place = places.get(file.path());
            if (file instanceof TreeFile.Regular regular) {
                modified = regular.modified().isAfter(modified) ? regular.modified() : modified;
                contributing.add(file.origin().id());
                files.add(new BundleFile.Regular(
                        place,
                        regular.content(),
                        regular.executable(),
                        regular.modified(),
                        file.origin().id(),
                        kept.getValue(),
                        List.of()));
            } else if (!place.startsWith(BundleLayout.PROGRAMS)) { // bin/ gets launchers instead
                placeLink((TreeFile.Link) file, kept.getValue(), selection, places)
                        .ifPresent(files::add);
            }
        }
        Licenses licenses = new Licenses(selection.tree());
        for (SourcePackage origin : selection.packages()) {
            if (contributing.contains(origin.id())) {
                files.addAll(licenses.of(origin));
            }
        }
        for (Map.Entry<String, Scripts.Script> script : scripts.files().entrySet()) {
            files.add(new BundleFile.Regular(
                    BundleLayout.SCRIPTS + script.getKey(),
                    script.getValue().content(),
                    script.getValue().executable(),
                    modified,
                    BundleFile.SCRIPT,
                    "asked for",
                    List.of()));
        }
        return new Placement(
                files,
                BundleLayout.PROGRAMS + selection.interpreter().name(),
                selection.libraryDirectories().stream().map(PlaceStep::belowUsr).toList(),
                modified,
                scripts);
    }

    private static String placeOf(String path, Interpreter interpreter) {
        if (path.equals(interpreter.loader())) {
            return BundleLayout.LOADER;
        }
        return path.startsWith("usr/bin/")
                ? BundleLayout.PROGRAMS + path.substring("usr/bin/".length())
                : belowUsr(path);
    }

    private static String belowUsr(String path) {
        return path.startsWith("usr/") ? path.substring("usr/".length()) : path;
    }

    /** The link at its place; empty if it leads to nothing of the bundle, or to the loader, which needs no other name. */
    private static java.util.Optional<BundleFile> placeLink(
            TreeFile.Link link, String reason, Selection selection, Map<String, String> places) {
        String place = places.get(link.path());
        String target = places.get(link.target());
        if (target == null) {
            String real = selection.tree().realPath(link.path()).orElse("");
            target = places.getOrDefault(real, selection.tree().isDirectory(real) ? belowUsr(real) : null);
        }
        if (target == null || target.equals(BundleLayout.LOADER)) {
            return java.util.Optional.empty();
        }
        return java.util.Optional.of(new BundleFile.Link(
                place,
                RootPath.relativize(RootPath.parent(place), target),
                link.origin().id(),
                reason));
    }
}
