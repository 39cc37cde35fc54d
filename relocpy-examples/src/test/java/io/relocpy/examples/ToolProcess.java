package io.relocpy.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command-line tool in a process of its own. */
final class ToolProcess {
    private ToolProcess() {}

    /** The program and its arguments; with the compiler and the collector that are best for what is soon over. */
    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "io.relocpy.examples.RelocpyCommand"));
        command.addAll(List.of(arguments));
        return command;
    }
}
