package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleEvent.Step;
import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.internal.python.BundledModules;
import io.relocpy.bundle.internal.python.EntryPoint;
import io.relocpy.bundle.internal.python.EntryPoints;
import io.relocpy.bundle.internal.python.Scripts;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.repository.internal.text.NearNames;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes sure that commands with an entry point can find their module, and that it defines what they import from it, as
 * far as its source tells.
 */
final class EntryPointCheck {
    /** Adds directories to those that Python searches. */
    private static final Pattern PATH_FILE = Pattern.compile("lib.*/(?:site|dist)-packages/.*\\.pth");

    /** What the source of a module has that makes others, or becomes a package, when it is imported. */
    private static final Pattern MAKES_MODULES =
            Pattern.compile("\\bmodules\\b|\\b__path__\\b|\\bimport[ \\t]*\\*|\\bexec\\b");

    private final List<BundleFile> files;

    EntryPointCheck(List<BundleFile> files) {
        this.files = files;
    }

    /**
     * Checks the caller's commands in a finished bundle, and tells which ones of packages and wheels cannot work; some distributions ship such.
     *
     * @param bundled the modules of the bundle
     * @throws BundleException if one of the caller's cannot work
     */
    void check(Collection<CommandSettings> commands, BundledModules bundled, Progress progress) throws IOException {
        Map<String, EntryPoint> declared = new TreeMap<>(EntryPoints.of(files));
        declared.keySet().retainAll(scripts());
        commands.stream().filter(each -> each.entryPoint() != null).forEach(each -> declared.remove(each.name()));
        for (CommandSettings each : commands) {
            if (each.entryPoint() != null) {
                String directory = each.script() == null ? "" : BundleLayout.SCRIPTS + each.script() + "/";
                require(each, missing(EntryPoint.of(each.entryPoint()), bundled, directory));
            }
        }
        for (Map.Entry<String, EntryPoint> each : declared.entrySet()) {
            missing(each.getValue(), bundled, "")
                    .ifPresent(what -> progress.notice(Step.VERIFY, "command " + each.getKey(), what));
        }
    }

    /**
     * Checks the commands of the caller whose modules are among the caller's scripts, before any package is known. What is found
     * to be missing could not be in a package either: Python searches the directory of scripts first.
     *
     * @throws BundleException if one cannot work
     */
    static void checkScripts(Collection<CommandSettings> commands, Scripts scripts) throws IOException {
        List<BundleFile> files = new ArrayList<>();
        scripts.files()
                .forEach((path, script) -> files.add(BundleFile.Regular.made(
                        BundleLayout.SCRIPTS + path,
                        script.content(),
                        script.executable(),
                        Instant.EPOCH,
                        FileReason.of(FileReason.Kind.SCRIPT_REQUESTED))));
        EntryPointCheck check = new EntryPointCheck(files);
        for (CommandSettings each : commands) {
            if (each.entryPoint() != null && each.script() != null) {
                EntryPoint point = EntryPoint.of(each.entryPoint());
                String directory = BundleLayout.SCRIPTS + each.script() + "/";
                BundledModules own = BundledModules.ofDirectory(files, directory);
                String top = point.module().replaceFirst("\\..*", "");
                // a directory without __init__ may have parts elsewhere
                if (own.has(point.module()) || own.names().contains(top + ".__init__")) {
                    require(each, check.missing(point, BundledModules.NONE, directory));
                }
            }
        }
    }

    private static void require(CommandSettings command, Optional<String> missing) throws BundleException {
        if (missing.isPresent()) {
            throw new BundleException("command " + command.name(), missing.get());
        }
    }

    /** The commands that run a script which was made for an entry point. */
    private Set<String> scripts() {
        return files.stream()
                .map(BundleFile::path)
                .filter(path -> path.startsWith(BundleLayout.ENTRY_POINTS))
                .map(path -> path.substring(BundleLayout.ENTRY_POINTS.length()))
                .collect(Collectors.toSet());
    }

    /**
     * What the bundle lacks for an entry point; empty if nothing is known to be missing.
     *
     * @param directory path in the bundle where modules are found first; empty for none
     */
    private Optional<String> missing(EntryPoint point, BundledModules bundled, String directory) throws IOException {
        String module = point.module();
        BundledModules own = directory.isEmpty() ? BundledModules.NONE : BundledModules.ofDirectory(files, directory);
        if (!bundled.has(module) && !own.has(module)) {
            if (isElsewhere(module)) {
                return Optional.empty();
            }
            List<String> near = NearNames.of(module, own.names());
            return Optional.of("its module " + module + " is not in the bundle"
                    + NearNames.didYouMean(near.isEmpty() ? NearNames.of(module, bundled.names()) : near));
        }
        Optional<String> single = fileAbove(module, own.has(module) ? own : bundled, own.has(module) ? directory : "");
        if (single.isPresent()) {
            return Optional.of("its module " + module + " is not in the bundle: " + single.get()
                    + " is a file and no package; did you mean " + single.get() + ":" + point.function() + "?");
        }
        String submodule = module + "." + point.imported();
        if (own.names().contains(submodule) || bundled.names().contains(submodule)) {
            return Optional.empty();
        }
        return point.namesWithoutImported(sources(module, own.has(module) ? directory : ""))
                .map(names -> "its module " + module + " does not define " + point.imported()
                        + NearNames.didYouMean(NearNames.of(point.imported(), names)));
    }

    /**
     * The module that stands in the place of a package of this module, such as {@code cli} for {@code cli.py}; empty if there is
     * none, or if it may make the module when it is imported, as {@code os} makes {@code os.path}.
     */
    private Optional<String> fileAbove(String module, BundledModules modules, String directory) throws IOException {
        Set<String> names = Set.copyOf(modules.names());
        String above = module;
        while (!names.contains(above) && above.contains(".")) {
            above = above.substring(0, above.lastIndexOf('.'));
        }
        if (above.equals(module)) {
            return Optional.empty();
        }
        List<Content> sources = sources(above, directory);
        for (Content source : sources) {
            if (MAKES_MODULES.matcher(source.text()).find()) {
                return Optional.empty();
            }
        }
        return sources.isEmpty() ? Optional.empty() : Optional.of(above);
    }

    /** The sources of all files that the module may be; none if one of them is no source. */
    private List<Content> sources(String module, String directory) {
        List<Content> sources = new ArrayList<>();
        for (BundleFile file : files) {
            Optional<String> name = directory.isEmpty()
                    ? BundledModules.nameOf(file.path())
                    : file.path().startsWith(directory)
                            ? BundledModules.fullName(file.path().substring(directory.length()))
                            : Optional.empty();
            if (name.filter(each -> each.equals(module) || each.equals(module + ".__init__"))
                    .isPresent()) {
                if (!(file instanceof BundleFile.Regular regular)
                        || !file.path().endsWith(".py")) {
                    return List.of();
                }
                sources.add(regular.content());
            }
        }
        return sources;
    }

    /** Whether a directory has it that a path file may add. */
    private boolean isElsewhere(String module) {
        String path = "/" + module.replace('.', '/');
        return files.stream().anyMatch(file -> PATH_FILE.matcher(file.path()).matches())
                && files.stream()
                        .anyMatch(file -> file.path().startsWith("lib")
                                && (file.path().endsWith(path + ".py")
                                        || file.path().contains(path + "/")));
    }
}
