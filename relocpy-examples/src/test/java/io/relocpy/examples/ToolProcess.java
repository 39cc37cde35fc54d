package io.relocpy.examples;

import io.relocpy.testing.DemoRepositories;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command-line tool in a process of its own, out of its one jar. */
final class ToolProcess {
    private static final Path JAR = Path.of("target", "relocpy.jar").toAbsolutePath();

    /** An archive of the classes that a build loads, which halves the time of each process. */
    private static final Path ARCHIVE = archive();

    private ToolProcess() {}

    /** The program and its arguments, with the options of {@code relocpy build}. */
    static List<String> command(String... arguments) {
        List<String> command = java("-XX:SharedArchiveFile=" + ARCHIVE, "-Xlog:cds*=off");
        command.addAll(List.of(arguments));
        return command;
    }

    /** {@code build} of a bundle that has a third of Python, for those to whom its content does not matter. */
    static List<String> smallBuild(String... arguments) {
        List<String> command = command("build", "--python", "python3-minimal", "--no-default-packages");
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> java(String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("..", "relocpy-elf", "java-start", "all").toAbsolutePath(),
                "@" + Path.of("..", "relocpy-elf", "java-start", "build").toAbsolutePath()));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", JAR.toString(), "io.relocpy.examples.RelocpyCommand"));
        return command;
    }

    /** Made once for a jar, by the build of a small bundle. */
    private static Path archive() {
        Path archive = JAR.resolveSibling("relocpy.jsa");
        try {
            if (Files.notExists(archive)
                    || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(JAR)) < 0) {
                Path made = Files.createTempDirectory(JAR.getParent(), "archive");
                List<String> build = java("-XX:ArchiveClassesAtExit=" + made.resolve("relocpy.jsa"), "-Xlog:disable");
                build.addAll(
                        List.of("build", "-q", "-r", DemoRepositories.make().toString()));
                build.addAll(List.of("-o", made.resolve("bundle.tar.gz").toString()));
                HostTools.run(build, Map.of()).orFail();
                Files.delete(made.resolve("bundle.tar.gz"));
                // another process may do the same
                Files.move(made.resolve("relocpy.jsa"), archive, StandardCopyOption.ATOMIC_MOVE);
                Files.delete(made);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return archive;
    }
}
