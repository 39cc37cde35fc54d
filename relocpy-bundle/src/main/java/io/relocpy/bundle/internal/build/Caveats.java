package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleEvent.Step;
import io.relocpy.bundle.internal.python.BundledModules;
import io.relocpy.bundle.internal.python.FirstLine;
import io.relocpy.bundle.internal.python.PythonImports;
import io.relocpy.bundle.internal.python.UnresolvedImport;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.Origin;
import io.relocpy.bundle.internal.tree.SourcePackage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the user should know before shipping a complete bundle. Immutable.
 *
 * @param missingImports imports of the scripts that nothing in the bundle satisfies
 * @param packagesWithoutLicense packages that gave files, but no licence file
 */
record Caveats(List<UnresolvedImport> missingImports, List<SourcePackage> packagesWithoutLicense) {
    /** Copies the lists. */
    Caveats {
        missingImports = List.copyOf(missingImports);
        packagesWithoutLicense = List.copyOf(packagesWithoutLicense);
    }

    /**
     * Finds them.
     *
     * @param bundled the modules of these files
     */
    static Caveats of(List<BundleFile> files, Layout layout, BundledModules bundled, List<SourcePackage> contributing)
            throws IOException {
        return new Caveats(missingImports(files, layout, bundled), packagesWithoutLicense(files, contributing));
    }

    /** Sends each as a notice. */
    void report(Progress progress) {
        missingImports.forEach(missing -> progress.notice(
                Step.VERIFY,
                missing.script() + ":" + missing.line(),
                "imports " + missing.module() + ", which is not in the bundle"));
        packagesWithoutLicense.forEach(
                origin -> progress.notice(Step.VERIFY, origin.id(), "gives files to the bundle, but no licence file"));
    }

    private static List<UnresolvedImport> missingImports(List<BundleFile> files, Layout layout, BundledModules bundled)
            throws IOException {
        List<BundleFile> scripts = files.stream()
                .filter(file -> file.origin() == Origin.WithoutPackage.SCRIPT
                        && file.path().startsWith(BundleLayout.SCRIPTS))
                .toList();
        Set<String> commands = layout.scripts().values().stream()
                .map(BundleLayout.SCRIPTS::concat)
                .collect(Collectors.toSet());
        Map<String, BundledModules> local = new HashMap<>();
        List<UnresolvedImport> missing = new ArrayList<>();
        for (BundleFile file : scripts) {
            if (!(file instanceof BundleFile.Regular script) || !isPython(script, commands)) {
                continue;
            }
            List<BundledModules> reachable = new ArrayList<>(List.of(bundled));
            for (String directory : directoriesOf(file.path())) {
                reachable.add(local.computeIfAbsent(directory, path -> BundledModules.ofDirectory(scripts, path)));
            }
            for (PythonImports.Import found : PythonImports.of(script.content().text())) {
                if (reachable.stream().noneMatch(modules -> modules.has(found.module()))) {
                    missing.add(new UnresolvedImport(
                            file.path().substring(BundleLayout.SCRIPTS.length()), found.line(), found.module()));
                }
            }
        }
        return missing;
    }

    /** The directories of scripts that contain the path; which of them a script runs from is not known from its text. */
    private static List<String> directoriesOf(String path) {
        List<String> directories = new ArrayList<>();
        for (int slash = BundleLayout.SCRIPTS.length() - 1; slash >= 0; slash = path.indexOf('/', slash + 1)) {
            directories.add(path.substring(0, slash + 1));
        }
        return directories;
    }

    private static boolean isPython(BundleFile.Regular script, Set<String> commands) throws IOException {
        if (script.path().endsWith(".py") || commands.contains(script.path())) {
            return true;
        }
        return FirstLine.of(script.content()).filter(FirstLine::isPython).isPresent();
    }

    private static List<SourcePackage> packagesWithoutLicense(
            List<BundleFile> files, List<SourcePackage> contributing) {
        Set<String> licensed = files.stream()
                .map(BundleFile::path)
                .filter(path -> path.startsWith(BundleLayout.LICENSES))
                .map(path -> path.substring(BundleLayout.LICENSES.length()).replaceFirst("/.*", ""))
                .collect(Collectors.toSet());
        return contributing.stream()
                .filter(origin -> !licensed.contains(origin.name()))
                .toList();
    }
}
