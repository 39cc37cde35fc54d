package io.relocpy.bundle.internal.python;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.tree.Content;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The caller's scripts and other files, read when the builder runs, before any long work. Immutable.
 *
 * @param files path below {@code libexec/scripts/} → content
 * @param commands name in {@code bin/} → path below {@code libexec/scripts/} that Python runs
 * @param programs name in {@code bin/} → path below {@code libexec/scripts/} that is executed as it is
 * @param others path in the bundle → content, of files that are no scripts
 * @param leftOut what was left out of directories; a directory ends in a slash
 * @param remarks what the caller may not expect
 */
public record Scripts(
        SortedMap<String, Script> files,
        SortedMap<String, String> commands,
        SortedMap<String, String> programs,
        SortedMap<String, Script> others,
        List<String> leftOut,
        List<Remark> remarks) {
    private static final Pattern INTERPRETER = Pattern.compile("python3?(?:\\.\\d+)?");

    /** Copies the collections. */
    public Scripts {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        commands = Collections.unmodifiableSortedMap(new TreeMap<>(commands));
        programs = Collections.unmodifiableSortedMap(new TreeMap<>(programs));
        others = Collections.unmodifiableSortedMap(new TreeMap<>(others));
        leftOut = List.copyOf(leftOut);
        remarks = List.copyOf(remarks);
    }

    /**
     * A file of the caller.
     *
     * @param content its bytes
     * @param executable whether its owner may execute it
     */
    public record Script(Content content, boolean executable) {}

    /**
     * Something that the caller may not expect.
     *
     * @param subject path below {@code libexec/scripts/}, or a pattern of the caller
     * @param what as text
     */
    public record Remark(String subject, String what) {}

    /**
     * A file or directory that is no script.
     *
     * @param from where it is
     * @param to path in the bundle
     */
    public record Placed(Path from, String to) {}

    /**
     * Reads files and directories.
     *
     * <p>A file becomes a command named without its {@code .py}. A directory keeps its structure; it becomes a command if it has
     * a {@code __main__.py}, else each program at its top does: Python scripts that are executable or begin with a {@code #!}
     * line, and executable files that the kernel runs, which stay what they are.
     *
     * @param rules what is left out of directories
     * @throws BundleException if one does not exist, cannot be read, or two would have one name
     */
    public static Scripts read(Collection<Path> paths, LeftOut rules, Collection<Placed> others) throws IOException {
        ScriptReader reader = new ScriptReader(rules);
        for (Path path : paths) {
            reader.addScripts(path);
        }
        for (Placed other : others) {
            reader.addOther(other);
        }
        return reader.scripts();
    }

    /** These scripts with other commands. */
    public Scripts withCommands(Map<String, String> changedCommands, Map<String, String> changedPrograms) {
        return new Scripts(
                files, new TreeMap<>(changedCommands), new TreeMap<>(changedPrograms), others, leftOut, remarks);
    }

    /** Whether the command of that name is the interpreter's own. */
    public static boolean isInterpreter(String command) {
        return INTERPRETER.matcher(command).matches();
    }

    /** Whether a file is run as it is, since its contents say that it is a program of another kind. */
    public boolean isProgram(String path) throws IOException {
        Script script = files.get(path);
        return script != null && ScriptReader.isProgram(path, script.content());
    }
}
