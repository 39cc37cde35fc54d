package io.relocpy.bundle;

import io.relocpy.bundle.LauncherTemplate.Command;
import io.relocpy.bundle.PlaceStep.Placement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Gives the interpreter and each script a command in {@code bin/}. */
final class LaunchStep {
    /** A preloaded or auditing library of the host expects the host's glibc; PYTHONHOME would be another Python's. */
    private static final List<String> DROPPED_VARIABLES = List.of("LD_PRELOAD", "LD_AUDIT", "PYTHONHOME");

    private static final String ROOT = LauncherTemplate.ROOT + "/";

    private final LauncherTemplate template;

    LaunchStep(LauncherTemplate template) {
        this.template = template;
    }

    /** The files with the commands. */
    List<BundleFile> launch(List<BundleFile> files, Placement placement) throws IOException {
        List<BundleFile> all = new ArrayList<>(files);
        String python = RootPath.fileName(placement.python());
        addCommand(all, python, LauncherTemplate.ARGV0 + "", List.of("-s"), "the interpreter", placement);
        all.add(new BundleFile.Link(
                BundleLayout.COMMANDS + "python3", python, BundleFile.MADE_HERE, "the usual name of the interpreter"));
        for (Map.Entry<String, String> script : placement.scripts().commands().entrySet()) {
            // sys.executable must be a Python, also where a script runs
            addCommand(
                    all,
                    script.getKey(),
                    ROOT + BundleLayout.COMMANDS + python,
                    List.of("-E", "-s", ROOT + BundleLayout.SCRIPTS + script.getValue()),
                    "runs " + BundleLayout.SCRIPTS + script.getValue(),
                    placement);
        }
        if (!placement.glibc().hasArgv0()) {
            all.add(BundleFile.Regular.made(
                    BundleLayout.ARGV0_SHIM,
                    template.argv0Shim(),
                    false,
                    placement.modified(),
                    "glibc " + placement.glibc().version() + " knows no ld.so --argv0"));
        }
        return all;
    }

    /** Adds the launcher, and the name of the loader under which {@code ps} shows the command. */
    private void addCommand(
            List<BundleFile> files,
            String name,
            String argv0,
            List<String> arguments,
            String reason,
            Placement placement)
            throws IOException {
        String program = BundleLayout.LOADER_NAMES + name;
        files.add(new BundleFile.Link(
                program,
                RootPath.relativize(RootPath.parent(program), BundleLayout.LOADER),
                BundleFile.MADE_HERE,
                "shows in the list of processes as " + name));
        List<String> all = new ArrayList<>(List.of(name));
        SortedMap<String, String> variables = new TreeMap<>();
        if (placement.glibc().hasArgv0()) {
            all.addAll(List.of("--argv0", argv0));
        } else {
            variables.put("RELOCPY_ARGV0", argv0);
            variables.put("LD_PRELOAD", fromPython(placement, BundleLayout.ARGV0_SHIM));
        }
        all.addAll(List.of("--inhibit-cache", "--library-path", libraryPath(placement), ROOT + placement.python()));
        all.addAll(arguments);
        files.add(BundleFile.Regular.made(
                BundleLayout.COMMANDS + name,
                template.configure(
                        BundleLayout.COMMANDS, new Command(ROOT + program, all, DROPPED_VARIABLES, variables)),
                true,
                placement.modified(),
                reason));
    }

    private static String libraryPath(Placement placement) {
        return placement.libraryDirectories().stream()
                .map(library -> fromPython(placement, library))
                .collect(Collectors.joining(":"));
    }

    /** With $ORIGIN, which the loader takes as the directory of the real program: no character of a path can split it. */
    private static String fromPython(Placement placement, String path) {
        return SearchPaths.originRelative(RootPath.parent(placement.python()), path);
    }
}
