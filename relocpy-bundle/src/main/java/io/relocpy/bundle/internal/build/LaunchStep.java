package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.FileReason.Kind;
import io.relocpy.bundle.internal.build.LauncherTemplate.Command;
import io.relocpy.bundle.internal.python.EntryPoints;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.Elf;
import io.relocpy.bundle.internal.tree.RootPath;
import io.relocpy.bundle.internal.tree.SearchPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Creates commands in {@code bin/} for everything that can be run. */
final class LaunchStep {
    /** A preloaded or auditing library of the host expects the host's glibc; PYTHONHOME would be another Python's. */
    private static final List<String> DROPPED_VARIABLES = List.of("LD_PRELOAD", "LD_AUDIT", "PYTHONHOME");

    /** The path under which the command was called. */
    private static final String OWN_NAME = LauncherTemplate.ARGV0 + "";

    private static final String ROOT = LauncherTemplate.ROOT + "/";

    private final Launcher template;
    private final SortedMap<String, String> environment;

    /** @param environment variables that every command sets for its program */
    LaunchStep(Launcher template, Map<String, String> environment) {
        this.template = template;
        this.environment = new TreeMap<>(environment);
    }

    /** The files with the commands: the interpreter, the caller's scripts, requested programs, console scripts. */
    List<BundleFile> launch(List<BundleFile> files, Layout layout) throws IOException {
        Map<String, BundleFile> commands = new TreeMap<>();
        List<BundleFile> others = new ArrayList<>();
        String python = RootPath.fileName(layout.python());
        // sys.executable must be a Python, also where a script runs
        String pythonCommand = ROOT + BundleLayout.COMMANDS + python;
        add(commands, others, layout, python, OWN_NAME, layout.python(), List.of("-s"), "the interpreter");
        commands.put(
                "python3",
                BundleFile.Link.made(BundleLayout.COMMANDS + "python3", python, FileReason.of(Kind.USUAL_NAME)));
        for (Map.Entry<String, String> script : layout.scripts().entrySet()) {
            String path = BundleLayout.SCRIPTS + script.getValue();
            List<String> arguments = List.of("-E", "-s", ROOT + path);
            add(commands, others, layout, script.getKey(), pythonCommand, layout.python(), arguments, path);
        }
        for (BundleFile file : files) {
            String name = RootPath.fileName(file.path());
            if (file.path().equals(BundleLayout.PROGRAMS + name) && !commands.containsKey(name)) {
                addProgram(commands, others, layout, (BundleFile.Regular) file, pythonCommand);
            }
        }
        for (Map.Entry<String, Content> script : EntryPoints.of(files).entrySet()) {
            if (!commands.containsKey(script.getKey())) {
                String path = BundleLayout.ENTRY_POINTS + script.getKey();
                others.add(BundleFile.Regular.made(
                        path, script.getValue(), false, layout.modified(), FileReason.of(Kind.CONSOLE_SCRIPT)));
                List<String> arguments = List.of("-s", ROOT + path);
                add(commands, others, layout, script.getKey(), pythonCommand, layout.python(), arguments, path);
            }
        }
        if (!layout.glibc().hasArgv0()) {
            others.add(BundleFile.Regular.made(
                    BundleLayout.ARGV0_SHIM,
                    template.argv0Shim(),
                    false,
                    layout.modified(),
                    FileReason.of(Kind.ARGV0_SHIM, layout.glibc().version())));
        }
        return Stream.of(files, commands.values(), others)
                .flatMap(Collection::stream)
                .toList();
    }

    /** A program of a package: its own process if it is an ELF file, run by Python if it is a script for that. */
    private void addProgram(
            Map<String, BundleFile> commands,
            List<BundleFile> others,
            Layout layout,
            BundleFile.Regular program,
            String pythonCommand)
            throws IOException {
        String name = RootPath.fileName(program.path());
        if (Elf.isElf(program.content())) {
            add(commands, others, layout, name, OWN_NAME, program.path(), List.of(), program.path());
            return;
        }
        String firstLine = program.content().text().lines().findFirst().orElse("");
        if (!firstLine.startsWith("#!") || !firstLine.contains("python")) {
            throw new BundleException(
                    program.path() + " of " + program.origin(),
                    "expected an ELF file or a Python script, found \"" + firstLine + "\"");
        }
        List<String> arguments = List.of("-s", ROOT + program.path());
        add(commands, others, layout, name, pythonCommand, layout.python(), arguments, program.path());
    }

    /**
     * Adds a launcher, and the name of the loader under which {@code ps} shows the command.
     *
     * @param program path in the bundle of the ELF file that the loader runs
     * @param runs path in the bundle of the program or script that the command is for
     */
    private void add(
            Map<String, BundleFile> commands,
            List<BundleFile> others,
            Layout layout,
            String name,
            String argv0,
            String program,
            List<String> arguments,
            String runs)
            throws IOException {
        String loader = BundleLayout.LOADER_NAMES + name;
        others.add(BundleFile.Link.made(
                loader,
                RootPath.relativize(RootPath.parent(loader), BundleLayout.LOADER),
                FileReason.of(Kind.PROCESS_NAME, name)));
        List<String> all = new ArrayList<>(List.of(name));
        SortedMap<String, String> variables = new TreeMap<>(environment);
        if (layout.glibc().hasArgv0()) {
            all.addAll(List.of("--argv0", argv0));
        } else {
            variables.put("RELOCPY_ARGV0", argv0);
            variables.put("LD_PRELOAD", fromPython(layout, BundleLayout.ARGV0_SHIM));
        }
        all.addAll(List.of("--inhibit-cache", "--library-path", libraryPath(layout), ROOT + program));
        all.addAll(arguments);
        Command command = new Command(ROOT + loader, all, DROPPED_VARIABLES, variables);
        commands.put(
                name,
                BundleFile.Regular.made(
                        BundleLayout.COMMANDS + name,
                        template.configure(BundleLayout.COMMANDS, command),
                        true,
                        layout.modified(),
                        FileReason.of(Kind.RUNS, runs)));
    }

    private static String libraryPath(Layout layout) {
        return layout.libraryDirectories().stream()
                .map(library -> fromPython(layout, library))
                .collect(Collectors.joining(":"));
    }

    /** With $ORIGIN, which the loader takes as the directory of the real program: no character of a path can split it. */
    private static String fromPython(Layout layout, String path) {
        return SearchPaths.originRelative(RootPath.parent(layout.python()), path);
    }
}
