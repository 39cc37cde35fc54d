package io.relocpy.bundle;

import io.relocpy.bundle.SelectStep.Selection;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gives each selected file, each licence and each script its place in the bundle. */
final class PlaceStep {
    private final FileRules rules;
    private final Scripts scripts;

    PlaceStep(FileRules rules, Scripts scripts) {
        this.rules = rules;
        this.scripts = scripts;
    }

    /**
     * Where all is.
     *
     * @param files the files of the bundle so far
     * @param python path in the bundle of the real interpreter
     * @param libraryDirectories directories of the bundle where the loader must look, in its order
     * @param glibc the C library
     * @param modified time for what has none of its own: that of the newest packaged file, so that the same packages
     *     give the same bundle
     * @param scripts the caller's scripts
     */
    record Placement(
            List<BundleFile> files,
            String python,
            List<String> libraryDirectories,
            Glibc glibc,
            Instant modified,
            Scripts scripts) {}

    Placement place(Selection selection) throws IOException {
        Interpreter interpreter = selection.interpreter();
        List<BundleFile> files = new ArrayList<>();
        Instant modified = Instant.EPOCH;
        for (Map.Entry<String, String> kept : selection.kept().entrySet()) {
            TreeFile file = selection.tree().get(kept.getKey()).orElseThrow();
            String place = placeOf(file.path(), interpreter);
            if (file instanceof TreeFile.Regular regular) {
                modified = regular.modified().isAfter(modified) ? regular.modified() : modified;
                files.add(new BundleFile.Regular(
                        place,
                        regular.content(),
                        regular.executable(),
                        regular.modified(),
                        file.origin().id(),
                        kept.getValue(),
                        List.of()));
            } else {
                placeLink((TreeFile.Link) file, place, kept.getValue(), selection)
                        .ifPresent(files::add);
            }
        }
        addLicenses(selection, files);
        addScripts(files, modified);
        return new Placement(
                files,
                BundleLayout.PROGRAMS + interpreter.name(),
                selection.libraryDirectories().stream().map(PlaceStep::belowUsr).toList(),
                Glibc.of(files),
                modified,
                scripts);
    }

    private void addLicenses(Selection selection, List<BundleFile> files) {
        Set<String> contributing = files.stream().map(BundleFile::origin).collect(Collectors.toSet());
        Licenses licenses = new Licenses(selection.tree(), rules);
        for (SourcePackage origin : selection.packages()) {
            if (contributing.contains(origin.id())) {
                files.addAll(licenses.of(origin));
            }
        }
    }

    private void addScripts(List<BundleFile> files, Instant modified) {
        scripts.files()
                .forEach((name, script) -> files.add(new BundleFile.Regular(
                        BundleLayout.SCRIPTS + name,
                        script.content(),
                        script.executable(),
                        modified,
                        BundleFile.SCRIPT,
                        "asked for",
                        List.of())));
    }

    private static String placeOf(String path, Interpreter interpreter) {
        if (path.equals(interpreter.loader())) {
            return BundleLayout.LOADER;
        }
        return FileRules.isProgram(path) ? BundleLayout.PROGRAMS + RootPath.fileName(path) : belowUsr(path);
    }

    private static String belowUsr(String path) {
        return path.startsWith("usr/") ? path.substring("usr/".length()) : path;
    }

    /** The link at its place; empty if it leads to nothing of the bundle, or to the loader, which needs no other name. */
    private static Optional<BundleFile> placeLink(
            TreeFile.Link link, String place, String reason, Selection selection) {
        return Stream.of(link.target(), selection.tree().realPath(link.path()).orElse(link.target()))
                .filter(target ->
                        selection.kept().containsKey(target) || selection.tree().isDirectory(target))
                .map(target -> placeOf(target, selection.interpreter()))
                .filter(target -> !target.equals(BundleLayout.LOADER))
                .findFirst()
                .map(target -> new BundleFile.Link(
                        place,
                        RootPath.relativize(RootPath.parent(place), target),
                        link.origin().id(),
                        reason));
    }
}
