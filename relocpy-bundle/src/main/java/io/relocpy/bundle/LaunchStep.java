package io.relocpy.bundle;

import io.relocpy.bundle.LauncherTemplate.Command;
import io.relocpy.bundle.PlaceStep.Placement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gives commands in {@code bin/} to all that can be run. */
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

    /** The files with the commands: the interpreter, the caller's scripts, programs asked for, console scripts. */
    List<BundleFile> launch(List<BundleFile> files, Placement placement) throws IOException {
        Map<String, BundleFile> commands = new TreeMap<>();
        List<BundleFile> others = new ArrayList<>();
        String python = RootPath.fileName(placement.python());
        // sys.executable must be a Python, also where a script runs
        String pythonCommand = ROOT + BundleLayout.COMMANDS + python;
        add(commands, others, placement, python, OWN_NAME, placement.python(), List.of("-s"), "the interpreter");
        commands.put(
                "python3",
                new BundleFile.Link(
                        BundleLayout.COMMANDS + "python3",
                        python,
                        BundleFile.MADE_HERE,
                        "the usual name of the interpreter"));
        for (Map.Entry<String, String> script : placement.scripts().commands().entrySet()) {
            String path = BundleLayout.SCRIPTS + script.getValue();
            List<String> arguments = List.of("-E", "-s", ROOT + path);
            add(commands, others, placement, script.getKey(), pythonCommand, placement.python(), arguments, path);
        }
        for (BundleFile file : files) {
            String name = RootPath.fileName(file.path());
            if (file.path().equals(BundleLayout.PROGRAMS + name) && !commands.containsKey(name)) {
                addProgram(commands, others, placement, (BundleFile.Regular) file, pythonCommand);
            }
        }
        for (Map.Entry<String, Content> script : EntryPoints.of(files).entrySet()) {
            if (!commands.containsKey(script.getKey())) {
                String path = BundleLayout.ENTRY_POINTS + script.getKey();
                others.add(BundleFile.Regular.made(
                        path, script.getValue(), false, placement.modified(), "a console script of a package"));
                List<String> arguments = List.of("-s", ROOT + path);
                add(commands, others, placement, script.getKey(), pythonCommand, placement.python(), arguments, path);
            }
        }
        if (!placement.glibc().hasArgv0()) {
            others.add(BundleFile.Regular.made(
                    BundleLayout.ARGV0_SHIM,
                    template.argv0Shim(),
                    false,
                    placement.modified(),
                    "glibc " + placement.glibc().version() + " knows no ld.so --argv0"));
        }
        return Stream.of(files, commands.values(), others)
                .flatMap(Collection::stream)
                .toList();
    }

    /** A program of a package: its own process if it is an ELF file, run by Python if it is a script for that. */
    private void addProgram(
            Map<String, BundleFile> commands,
            List<BundleFile> others,
            Placement placement,
            BundleFile.Regular program,
            String pythonCommand)
            throws IOException {
        String name = RootPath.fileName(program.path());
        if (Elf.isElf(program.content())) {
            add(commands, others, placement, name, OWN_NAME, program.path(), List.of(), program.path());
            return;
        }
        String firstLine = program.content().text().lines().findFirst().orElse("");
        if (!firstLine.startsWith("#!") || !firstLine.contains("python")) {
            throw new BundleException(
                    program.path() + " of " + program.origin(),
                    "expected an ELF file or a Python script, found \"" + firstLine + "\"");
        }
        List<String> arguments = List.of("-s", ROOT + program.path());
        add(commands, others, placement, name, pythonCommand, placement.python(), arguments, program.path());
    }

    /**
     * Adds a launcher, and the name of the loader under which {@code ps} shows the command.
     *
     * @param program path in the bundle of the ELF file that the loader runs
     * @param runs path in the bundle of what the command is about
     */
    private void add(
            Map<String, BundleFile> commands,
            List<BundleFile> others,
            Placement placement,
            String name,
            String argv0,
            String program,
            List<String> arguments,
            String runs)
            throws IOException {
        String loader = BundleLayout.LOADER_NAMES + name;
        others.add(new BundleFile.Link(
                loader,
                RootPath.relativize(RootPath.parent(loader), BundleLayout.LOADER),
                BundleFile.MADE_HERE,
                "shows in the list of processes as " + name));
        List<String> all = new ArrayList<>(List.of(name));
        SortedMap<String, String> variables = new TreeMap<>(environment);
        if (placement.glibc().hasArgv0()) {
            all.addAll(List.of("--argv0", argv0));
        } else {
            variables.put("RELOCPY_ARGV0", argv0);
            variables.put("LD_PRELOAD", fromPython(placement, BundleLayout.ARGV0_SHIM));
        }
        all.addAll(List.of("--inhibit-cache", "--library-path", libraryPath(placement), ROOT + program));
        all.addAll(arguments);
        Command command = new Command(ROOT + loader, all, DROPPED_VARIABLES, variables);
        commands.put(
                name,
                BundleFile.Regular.made(
                        BundleLayout.COMMANDS + name,
                        template.configure(BundleLayout.COMMANDS, command),
                        true,
                        placement.modified(),
                        "runs " + runs));
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
