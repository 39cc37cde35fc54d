package io.relocpy.examples;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the tool writes: two streams in UTF-8, whatever the locale, and what is known of the terminal behind the second.
 *
 * @param out results
 * @param err progress and failures
 * @param terminal whether {@code err} is a terminal
 * @param colours whether to colour what goes to {@code err}
 * @param width columns of that terminal
 */
record Console(PrintStream out, PrintStream err, boolean terminal, boolean colours, int width) {
    private static final int DEFAULT_WIDTH = 80;

    /** The streams of this process. */
    static Console ofProcess() {
        boolean terminal = isTerminal(2);
        return new Console(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                terminal,
                terminal && coloursWanted(System.getenv()),
                width(System.getenv("COLUMNS")));
    }

    /** A text in bold, where colours are. */
    String bold(String text) {
        return colours ? "\033[1m" + text + "\033[0m" : text;
    }

    /** A text in the colour of things gone wrong, where colours are. */
    String red(String text) {
        return colours ? "\033[31m" + text + "\033[0m" : text;
    }

    /** A text in the colour of things under way, where colours are. */
    String cyan(String text) {
        return colours ? "\033[36m" + text + "\033[0m" : text;
    }

    /** A text that steps back, where colours are. */
    String dim(String text) {
        return colours ? "\033[2m" + text + "\033[0m" : text;
    }

    /** See no-color.org, and terminfo(5) for the terminal that can do nothing. */
    static boolean coloursWanted(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    static int width(String columns) {
        return columns != null && columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
    }

    /** System.console() would tell of input and output together only, and in newer Javas of neither. */
    private static boolean isTerminal(int descriptor) {
        try {
            String device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException e) {
            return false; // no /proc: the plain form is right everywhere
        }
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
