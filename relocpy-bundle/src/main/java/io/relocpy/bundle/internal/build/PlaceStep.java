package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.internal.build.SelectStep.Selection;
import io.relocpy.bundle.internal.python.Scripts;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.FileRules;
import io.relocpy.bundle.internal.tree.Glibc;
import io.relocpy.bundle.internal.tree.Interpreter;
import io.relocpy.bundle.internal.tree.Origin;
import io.relocpy.bundle.internal.tree.RootPath;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.bundle.internal.tree.TreeFile;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gives each selected file, each licence and each script its place in the bundle. */
final class PlaceStep {
    private final FileRules rules;
    private final Scripts scripts;
    private final @Nullable Instant stated;

    /**
     * @param stated time of files that have none, and the latest for all others; null for that of the newest packaged
     *     file
     */
    PlaceStep(FileRules rules, Scripts scripts, @Nullable Instant stated) {
        this.rules = rules;
        this.scripts = scripts;
        this.stated = stated;
    }

    /**
     * The files of the bundle so far, and its layout.
     *
     * @param files at their places
     * @param layout what is fixed from now on
     */
    record Placement(List<BundleFile> files, Layout layout) {}

    Placement place(Selection selection) throws IOException {
        Interpreter interpreter = selection.interpreter();
        List<BundleFile> files = new ArrayList<>();
        Instant newest = Instant.EPOCH;
        for (Map.Entry<String, FileReason> kept : selection.kept().entrySet()) {
            TreeFile file = selection.tree().get(kept.getKey()).orElseThrow();
            String place = placeOf(file.path(), interpreter);
            if (place.equals(belowUsr(file.path())) && BundleLayout.isReserved(place)) {
                throw new BundleException(
                        place,
                        "comes from " + file.origin().id() + " (/" + file.path() + ") and from "
                                + Origin.WithoutPackage.ASSEMBLY + ", which reserves that path");
            }
            if (file instanceof TreeFile.Regular regular) {
                newest = later(newest, regular.modified());
                files.add(new BundleFile.Regular(
                        place,
                        regular.content(),
                        regular.executable(),
                        notAfterStated(regular.modified()),
                        file.origin(),
                        kept.getValue(),
                        List.of()));
            } else {
                placeLink((TreeFile.Link) file, place, kept.getValue(), selection)
                        .ifPresent(files::add);
            }
        }
        Instant modified = stated == null ? newest : stated;
        addLicenses(selection, files, modified);
        addScripts(files, modified);
        return new Placement(
                List.copyOf(files),
                new Layout(
                        BundleLayout.PROGRAMS + interpreter.name(),
                        selection.libraryDirectories().stream()
                                .map(PlaceStep::belowUsr)
                                .toList(),
                        Glibc.of(files),
                        modified,
                        scripts.commands(),
                        scripts.programs()));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private Instant notAfterStated(Instant modified) {
        return stated == null || modified.isBefore(stated) ? modified : stated;
    }

    private void addLicenses(Selection selection, List<BundleFile> files, Instant modified) throws IOException {
        Set<Origin> contributing = files.stream().map(BundleFile::origin).collect(Collectors.toSet());
        Licenses licenses = new Licenses(selection.tree(), rules);
        List<BundleFile.Regular> added = new ArrayList<>();
        for (SourcePackage origin : selection.packages()) {
            if (contributing.contains(origin)) {
                for (BundleFile.Regular license : licenses.of(origin)) {
                    added.add(license.at(notAfterStated(license.modified())));
                }
            }
        }
        files.addAll(added);
        files.addAll(CommonLicenses.of(added, selection.tree(), modified));
    }

    private void addScripts(List<BundleFile> files, Instant modified) {
        scripts.files()
                .forEach((path, script) -> files.add(given(
                        BundleLayout.SCRIPTS + path,
                        script,
                        script.executable() || scripts.programs().containsValue(path),
                        modified)));
        scripts.others().forEach((path, script) -> files.add(given(path, script, script.executable(), modified)));
    }

    private static BundleFile given(String path, Scripts.Script script, boolean executable, Instant modified) {
        return new BundleFile.Regular(
                path,
                script.content(),
                executable,
                modified,
                Origin.WithoutPackage.SCRIPT,
                FileReason.of(FileReason.Kind.SCRIPT_REQUESTED),
                List.of());
    }

    private static String placeOf(String path, Interpreter interpreter) {
        if (path.equals(interpreter.loader())) {
            return BundleLayout.LOADER;
        }
        if (path.equals(interpreter.path())) {
            return BundleLayout.PROGRAMS + interpreter.name();
        }
        return FileRules.isProgram(path) ? BundleLayout.PROGRAMS + RootPath.fileName(path) : belowUsr(path);
    }

    private static String belowUsr(String path) {
        return path.startsWith("usr/") ? path.substring("usr/".length()) : path;
    }

    /** The link at its place; empty if it leads to nothing of the bundle, or to the loader, which needs no other name. */
    private static Optional<BundleFile> placeLink(
            TreeFile.Link link, String place, FileReason reason, Selection selection) {
        return Stream.of(link.target(), selection.tree().realPath(link.path()).orElse(link.target()))
                .filter(target -> selection.keeps(target))
                .map(target -> placeOf(target, selection.interpreter()))
                .filter(target -> !target.equals(BundleLayout.LOADER))
                .findFirst()
                .map(target -> new BundleFile.Link(
                        place, RootPath.relativize(RootPath.parent(place), target), link.origin(), reason));
    }
}
