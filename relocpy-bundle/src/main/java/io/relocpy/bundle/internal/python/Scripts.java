package io.relocpy.bundle.internal.python;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.RootPath;
import io.relocpy.repository.internal.io.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The caller's scripts, read when the builder runs, before any long work.
 *
 * @param files path below {@code libexec/scripts/} → content
 * @param commands name in {@code bin/} → path below {@code libexec/scripts/} that it runs
 */
public record Scripts(Map<String, Script> files, Map<String, String> commands) {
    /** As much of a {@code #!} line as Linux reads, see execve(2). */
    private static final int MAX_FIRST_LINE = 256;

    /**
     * A file of the caller.
     *
     * @param content its bytes
     * @param executable whether its owner may execute it
     */
    public record Script(Content content, boolean executable) {}

    /**
     * Reads files and directories.
     *
     * <p>A file becomes a command named without its {@code .py}. A directory keeps its structure; it becomes a command if it has
     * a {@code __main__.py}, else each file at its top that is executable or begins with a {@code #!} line for Python does.
     *
     * @throws BundleException if one does not exist, cannot be read, or two would have one name
     */
    public static Scripts read(Collection<Path> paths) throws IOException {
        Map<String, Script> files = new TreeMap<>();
        Map<String, String> commands = new TreeMap<>();
        for (Path path : paths) {
            Path fileName = path.toAbsolutePath().normalize().getFileName();
            if (fileName == null) {
                throw new BundleException(path.toString(), "the root directory has no name that a script could have");
            }
            String name = fileName.toString();
            if (Files.isDirectory(path)) {
                addDirectory(path, name, files, commands);
            } else if (Files.isRegularFile(path)) {
                addFile(path, name, files);
                addCommand(path, name, commands);
            } else {
                throw new BundleException(
                        path.toString(),
                        Files.exists(path) ? "a script must be a file or a directory" : "this script does not exist");
            }
        }
        return new Scripts(files, commands);
    }

    private static void addDirectory(
            Path directory, String name, Map<String, Script> files, Map<String, String> commands) throws IOException {
        List<Path> inside = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(directory)) {
            walk.filter(Files::isRegularFile)
                    .filter(file -> !directory.relativize(file).toString().contains("__pycache__"))
                    .sorted()
                    .forEach(inside::add);
        } catch (UncheckedIOException e) { // of a directory that cannot be listed
            throw e.getCause();
        }
        for (Path file : inside) {
            addFile(file, name + "/" + directory.relativize(file), files);
        }
        if (Files.isRegularFile(directory.resolve("__main__.py"))) {
            addCommand(directory, name, commands);
            return;
        }
        for (Path file : inside) {
            if (directory.equals(file.getParent()) && isCommand(command(file.toString())) && isRunnable(file)) {
                addCommand(file, name + "/" + file.getFileName(), commands);
            }
        }
    }

    private static void addFile(Path file, String name, Map<String, Script> files) throws IOException {
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new BundleException(file.toString(), "the name of this script has control characters");
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BundleException(file.toString(), "this script cannot be read: " + FileFailure.reason(e), e);
        }
        if (files.put(name, new Script(Content.of(bytes), Files.isExecutable(file))) != null) {
            throw new BundleException(file.toString(), "another script is also named " + name);
        }
    }

    private static String command(String target) {
        return RootPath.fileName(target).replaceFirst("\\.py$", "");
    }

    /** Not empty, no option, not hidden. */
    private static boolean isCommand(String command) {
        return !command.isEmpty() && !command.startsWith("-") && !command.startsWith(".");
    }

    private static void addCommand(Path file, String target, Map<String, String> commands) throws BundleException {
        String command = command(target);
        if (!isCommand(command)) {
            throw new BundleException(file.toString(), "no command can be named after this script");
        }
        if (command.matches("python3?(?:\\.\\d+)?")) {
            throw new BundleException(file.toString(), "the command " + command + " is the interpreter's own");
        }
        String other = commands.put(command, target);
        if (other != null) {
            throw new BundleException(
                    file.toString(), "would become the command " + command + ", as " + other + " does");
        }
    }

    private static boolean isRunnable(Path file) throws IOException {
        if (Files.isExecutable(file)) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(MAX_FIRST_LINE), StandardCharsets.ISO_8859_1);
            return start.startsWith("#!")
                    && start.lines().findFirst().orElse("").contains("python");
        }
    }
}
