package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.FileReason.Kind;
import io.relocpy.bundle.internal.build.BundleRequest.CommandOptions;
import io.relocpy.bundle.internal.build.LauncherTemplate.Command;
import io.relocpy.bundle.internal.python.EntryPoint;
import io.relocpy.bundle.internal.python.EntryPoints;
import io.relocpy.bundle.internal.python.FirstLine;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.Elf;
import io.relocpy.bundle.internal.tree.RootPath;
import io.relocpy.bundle.internal.tree.SearchPaths;
import io.relocpy.repository.internal.text.NearNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Creates commands in {@code bin/} for everything that can be run. */
final class LaunchStep {
    /** A preloaded or auditing library of the host expects the host's glibc; PYTHONHOME would be another Python's. */
    private static final List<String> DROPPED_VARIABLES = List.of("LD_PRELOAD", "LD_AUDIT", "PYTHONHOME");

    /** The path under which the command was called. */
    private static final String OWN_NAME = LauncherTemplate.ARGV0 + "";

    private static final String ROOT = LauncherTemplate.ROOT + "/";

    private static final String USUAL_NAME = "python3";

    private final Launcher template;
    private final CommandOptions options;

    LaunchStep(Launcher template, CommandOptions options) {
        this.template = template;
        this.options = options;
    }

    /** The files with the commands: the interpreter, the caller's scripts, requested programs, console scripts. */
    List<BundleFile> launch(List<BundleFile> files, Layout layout) throws IOException {
        Map<String, BundleFile> commands = new TreeMap<>();
        List<BundleFile> others = new ArrayList<>();
        String python = RootPath.fileName(layout.python());
        // sys.executable must be a Python, also where a script runs
        String pythonCommand = ROOT + BundleLayout.COMMANDS + python;
        add(commands, others, layout, python, OWN_NAME, layout.python(), interpreterOptions(python), "the interpreter");
        commands.put(
                USUAL_NAME,
                BundleFile.Link.made(BundleLayout.COMMANDS + USUAL_NAME, python, FileReason.of(Kind.USUAL_NAME)));
        Map<String, List<String>> ownOptions = ownOptions(files);
        for (Map.Entry<String, String> script : layout.scripts().entrySet()) {
            String path = BundleLayout.SCRIPTS + script.getValue();
            List<String> always = Stream.concat(
                            Stream.of("-E", "-s"), ownOptions.getOrDefault(path, List.of()).stream())
                    .toList();
            List<String> arguments = arguments(script.getKey(), path, always);
            add(commands, others, layout, script.getKey(), pythonCommand, layout.python(), arguments, path);
        }
        for (CommandSettings each : options.settings().values()) {
            if (each.entryPoint() != null) {
                others.add(entryPoint(each.name(), each.entryPoint(), each.script(), layout));
                String path = BundleLayout.ENTRY_POINTS + each.name();
                List<String> arguments = arguments(each.name(), path, List.of("-E", "-s"));
                add(commands, others, layout, each.name(), pythonCommand, layout.python(), arguments, path);
            }
        }
        for (Map.Entry<String, String> program : layout.programs().entrySet()) {
            commands.put(program.getKey(), asItIs(program.getKey(), BundleLayout.SCRIPTS + program.getValue(), layout));
        }
        for (BundleFile file : files) {
            String name = RootPath.fileName(file.path());
            if (file.path().equals(BundleLayout.PROGRAMS + name) && !commands.containsKey(name)) {
                addProgram(commands, others, layout, (BundleFile.Regular) file, pythonCommand);
            }
        }
        for (Map.Entry<String, EntryPoint> script : EntryPoints.of(files).entrySet()) {
            if (!commands.containsKey(script.getKey())) {
                String path = BundleLayout.ENTRY_POINTS + script.getKey();
                others.add(BundleFile.Regular.made(
                        path,
                        script.getValue().script(script.getKey(), ""),
                        false,
                        layout.modified(),
                        FileReason.of(Kind.CONSOLE_SCRIPT)));
                List<String> arguments = arguments(script.getKey(), path, List.of("-s"));
                add(commands, others, layout, script.getKey(), pythonCommand, layout.python(), arguments, path);
            }
        }
        requireAll(commands.keySet());
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
            if (!settings(name).pythonOptions().isEmpty()) {
                throw new BundleException("command " + name, "has options of Python, which does not run it");
            }
            add(commands, others, layout, name, OWN_NAME, program.path(), List.of(), program.path());
            return;
        }
        if (FirstLine.of(program.content()).filter(FirstLine::isPython).isEmpty()) {
            throw new BundleException(
                    program.path() + " of " + program.origin(),
                    "expected an ELF file or a Python script, found \""
                            + program.content().text().lines().findFirst().orElse("") + "\"");
        }
        List<String> always = Stream.concat(Stream.of("-s"), FirstLine.options(program.content()).stream())
                .toList();
        List<String> arguments = arguments(name, program.path(), always);
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
        SortedMap<String, String> variables = variables(name);
        if (layout.glibc().hasArgv0()) {
            all.addAll(List.of("--argv0", argv0));
        } else {
            variables.put("RELOCPY_ARGV0", argv0);
            variables.merge("LD_PRELOAD", fromPython(layout, BundleLayout.ARGV0_SHIM), (own, shim) -> shim + ":" + own);
        }
        all.addAll(List.of("--inhibit-cache", "--library-path", libraryPath(layout), ROOT + program));
        all.addAll(arguments);
        Command command = new Command(ROOT + loader, all, DROPPED_VARIABLES, variables);
        commands.put(name, launcher(name, command, runs, layout));
    }

    private BundleFile launcher(String name, Command command, String runs, Layout layout) throws IOException {
        return BundleFile.Regular.made(
                BundleLayout.COMMANDS + name,
                template.configure(BundleLayout.COMMANDS, command),
                true,
                layout.modified(),
                FileReason.of(Kind.RUNS, runs));
    }

    /** A command that the kernel executes without the bundle's loader. */
    private BundleFile asItIs(String name, String path, Layout layout) throws IOException {
        return launcher(name, new Command(ROOT + path, List.of(ROOT + path), List.of(), variables(name)), path, layout);
    }

    private static BundleFile entryPoint(String name, String function, @Nullable String directory, Layout layout) {
        return BundleFile.Regular.made(
                BundleLayout.ENTRY_POINTS + name,
                EntryPoint.of(function).script(name, directory == null ? "" : BundleLayout.SCRIPTS + directory),
                false,
                layout.modified(),
                FileReason.of(Kind.SCRIPT_REQUESTED));
    }

    /** The interpreter's own can have either of its names. */
    private CommandSettings settings(String name) {
        CommandSettings usual =
                name.startsWith(USUAL_NAME + ".") ? options.settings().get(USUAL_NAME) : null;
        return options.settings().getOrDefault(name, usual == null ? CommandSettings.none(name) : usual);
    }

    private List<String> interpreterOptions(String python) {
        return Stream.concat(Stream.of("-s"), settings(python).pythonOptions().stream())
                .toList();
    }

    /** Those in the {@code #!} lines of the caller's scripts. */
    private static Map<String, List<String>> ownOptions(List<BundleFile> files) throws IOException {
        Map<String, List<String>> options = new HashMap<>();
        for (BundleFile file : files) {
            if (file instanceof BundleFile.Regular regular && file.path().startsWith(BundleLayout.SCRIPTS)) {
                options.put(file.path(), FirstLine.options(regular.content()));
            }
        }
        return options;
    }

    private List<String> arguments(String name, String path, List<String> always) {
        List<String> all = new ArrayList<>(always);
        all.addAll(settings(name).pythonOptions());
        all.add(ROOT + path);
        return all;
    }

    private SortedMap<String, String> variables(String name) {
        SortedMap<String, String> values = new TreeMap<>(options.environment());
        values.putAll(settings(name).environment());
        values.replaceAll(Variables::expanded);
        return values;
    }

    private void requireAll(Set<String> commands) throws BundleException {
        for (String name : options.settings().keySet()) {
            if (!commands.contains(name)) {
                throw new BundleException(
                        "command " + name,
                        "there is no such command" + NearNames.didYouMean(NearNames.of(name, commands)));
            }
        }
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
