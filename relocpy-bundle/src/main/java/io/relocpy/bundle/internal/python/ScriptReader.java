package io.relocpy.bundle.internal.python;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.python.Scripts.Remark;
import io.relocpy.bundle.internal.python.Scripts.Script;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.Elf;
import io.relocpy.bundle.internal.tree.RootPath;
import io.relocpy.repository.internal.io.FileFailure;
import io.relocpy.repository.internal.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what {@link Scripts} holds. */
final class ScriptReader {
    private final LeftOut rules;
    private final SortedMap<String, Script> files = new TreeMap<>();
    private final SortedMap<String, String> commands = new TreeMap<>();
    private final SortedMap<String, String> programs = new TreeMap<>();
    private final SortedMap<String, Script> others = new TreeMap<>();
    private final List<String> leftOut = new ArrayList<>();
    private final List<Remark> remarks = new ArrayList<>();

    ScriptReader(LeftOut rules) {
        this.rules = rules;
    }

    Scripts scripts() {
        rules.withoutEffect()
                .forEach(pattern -> remarks.add(
                        new Remark(pattern, "this pattern for files of script directories matches none of them")));
        return new Scripts(files, commands, programs, others, leftOut, remarks);
    }

    void addScripts(Path path) throws IOException {
        Path fileName = path.toAbsolutePath().normalize().getFileName();
        if (fileName == null) {
            throw new BundleException(path.toString(), "the root directory has no name that a script could have");
        }
        String name = fileName.toString();
        if (Files.isRegularFile(path.resolve(BundleLayout.MANIFEST))) {
            throw new BundleException(path.toString(), "is a bundle, not a directory of scripts");
        } else if (Files.isDirectory(path)) {
            addDirectory(path.toRealPath(), name);
        } else if (Files.isRegularFile(path)) {
            addCommand(path, name, name, isProgram(name, add(path, name, files).content()));
        } else {
            throw new BundleException(
                    path.toString(),
                    Files.exists(path) ? "a script must be a file or a directory" : "this script does not exist");
        }
    }

    void addOther(Scripts.Placed other) throws IOException {
        if (Files.isDirectory(other.from())) {
            Path directory = other.from().toRealPath();
            for (Path file : list(directory, other.to())) {
                add(file, other.to() + "/" + directory.relativize(file), others);
            }
        } else if (Files.isRegularFile(other.from())) {
            add(other.from(), other.to(), others);
        } else {
            throw new BundleException(
                    other.from().toString(),
                    Files.exists(other.from()) ? "expected a file or a directory" : "this file does not exist");
        }
    }

    private List<Path> list(Path directory, String name) throws IOException {
        SourceDirectory source = SourceDirectory.read(directory, rules);
        source.leftOut().forEach(each -> leftOut.add(name + "/" + each));
        for (Path file : source.files()) {
            if (Files.isSymbolicLink(file) && !file.toRealPath().startsWith(directory)) {
                remarks.add(new Remark(
                        name + "/" + directory.relativize(file),
                        "is a link out of the directory; the bundle has a copy of " + file.toRealPath()));
            }
        }
        return source.files();
    }

    private void addDirectory(Path directory, String name) throws IOException {
        List<Path> inside = list(directory, name);
        for (Path file : inside) {
            add(file, name + "/" + directory.relativize(file), files);
        }
        if (files.containsKey(name + "/__main__.py")) {
            addCommand(directory, name, name, false);
            return;
        }
        boolean any = false;
        boolean marked = inside.stream().anyMatch(Files::isExecutable);
        List<String> unmarked = new ArrayList<>();
        for (Path file : inside) {
            String path = name + "/" + directory.relativize(file);
            Script script = script(path);
            if (directory.equals(file.getParent()) && command(path).startsWith("-")) {
                if (script.executable() || FirstLine.of(script.content()).isPresent()) {
                    remarks.add(new Remark(path, "becomes no command, since its name would be an option to others"));
                }
            } else if (directory.equals(file.getParent()) && isCommand(command(path))) {
                any |= addRunnable(file, path, script, marked);
                if (!script.executable() && isInterpreted(script.content())) {
                    unmarked.add(RootPath.fileName(path));
                }
            }
        }
        if (!unmarked.isEmpty()) {
            remarks.add(new Remark(
                    name,
                    marked
                            ? "no commands, since they are not executable: " + String.join(", ", unmarked)
                            : "no file in it is executable, so what begins with a #! line becomes a command: "
                                    + String.join(", ", unmarked)));
        }
        if (!any) {
            remarks.add(new Remark(
                    name,
                    "becomes no command: there is no __main__.py, and no file at its top is executable or begins with a #!"
                            + " line for Python"));
        }
    }

    /**
     * @param marked whether being executable means anything there: files that come from Windows or out of zip archives never
     *     are; where others are, those that are not are to be sourced, or data
     */
    private boolean addRunnable(Path file, String path, Script script, boolean marked) throws IOException {
        if (isProgram(path, script.content())) {
            boolean runs = script.executable() || (!marked && isInterpreted(script.content()));
            if (runs) {
                addCommand(file, path, RootPath.fileName(path), true);
            }
            return runs;
        }
        // what is no program, and has a line, has one for Python
        boolean named = FirstLine.of(script.content()).isPresent();
        if (named || (script.executable() && path.endsWith(".py"))) {
            addCommand(file, path, command(path), false);
            return true;
        }
        if (script.executable() && !Elf.isElf(script.content())) {
            remarks.add(new Remark(
                    path, "is executable, but becomes no command: it is no Python script, and has no #! line"));
        }
        return false;
    }

    /** Whether it is a script that is not for Python. */
    private static boolean isInterpreted(Content content) throws IOException {
        return FirstLine.of(content).filter(line -> !FirstLine.isPython(line)).isPresent();
    }

    /** Whether the kernel runs it without Python. */
    static boolean isProgram(String path, Content content) throws IOException {
        return Elf.isElf(content) ? Elf.isProgram(path, content) : isInterpreted(content);
    }

    private static Script add(Path file, String name, SortedMap<String, Script> to) throws IOException {
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new BundleException(file.toString(), "the name of this script has control characters");
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BundleException(file.toString(), "this script cannot be read: " + FileFailure.reason(e), e);
        }
        Script script = new Script(Content.of(bytes), Files.isExecutable(file));
        if (to.put(name, script) != null) {
            throw new BundleException(file.toString(), "another script is also named " + name);
        }
        return script;
    }

    private Script script(String path) {
        return Objects.requireNonNull(files.get(path), path);
    }

    private static String command(String target) {
        return RootPath.fileName(target).replaceFirst("\\.py$", "");
    }

    /** Not empty, no option, not hidden. */
    private static boolean isCommand(String command) {
        return !command.isEmpty() && !command.startsWith("-") && !command.startsWith(".");
    }

    private void addCommand(Path file, String target, String name, boolean program) throws IOException {
        String command = program ? name : command(name);
        if (!isCommand(command)) {
            throw new BundleException(file.toString(), "no command can be named after this script");
        }
        if (Scripts.isInterpreter(command)) {
            throw new BundleException(file.toString(), "the command " + command + " is the interpreter's own");
        }
        Script script = program ? null : files.get(target);
        if (script != null) {
            FirstLine.difference(script.content()).ifPresent(what -> remarks.add(new Remark(target, what)));
        }
        if (program && FirstLine.endsInCarriageReturn(script(target).content())) {
            remarks.add(
                    new Remark(
                            target,
                            "its #! line ends in a carriage return, as Windows writes lines: no system has an interpreter of that name"));
        }
        String other = program ? programs.put(command, target) : commands.put(command, target);
        String otherKind = program ? commands.get(command) : programs.get(command);
        if (other != null || otherKind != null) {
            throw new BundleException(
                    file.toString(),
                    "would become the command " + Printable.of(command) + ", as " + (other == null ? otherKind : other)
                            + " does");
        }
    }
}
