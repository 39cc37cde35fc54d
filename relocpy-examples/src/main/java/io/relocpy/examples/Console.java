package io.relocpy.examples;

import io.relocpy.elf.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The tool's output: two streams in UTF-8, whatever the locale, which pass on no terminal control sequences, and the
 * properties of the terminal that the second one writes to.
 *
 * @param out results
 * @param err progress and failures
 * @param terminal whether {@code err} is a terminal
 * @param colours whether to use colours on {@code err}
 * @param width columns of that terminal
 */
record Console(LineStream out, LineStream err, boolean terminal, boolean colours, int width) {
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

    /** Where the output for one of several files is collected, with the same colours. */
    Console collecting(OutputStream results, OutputStream messages) {
        return new Console(new LineStream(results), new LineStream(messages), false, colours, width);
    }

    /** Prints an error to {@code err}, with the name in red if colours are used. */
    void fail(String name, String message) {
        err.printRaw(colours ? "\033[31m" + name + ":\033[0m " : name + ": ");
        err.print(message + "\n");
    }

    /** Overwrites the current line of {@code err}, in the colour for work in progress. */
    void rewrite(String line) {
        String printable = Printable.of(line);
        err.printRaw("\r" + (colours ? "\033[36m" + printable + "\033[0m" : printable));
        err.flush();
    }

    /** See no-color.org, and terminfo(5) for dumb terminals. */
    static boolean coloursWanted(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    static int width(String columns) {
        return columns != null && columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
    }

    /** System.console() only covers input and output together, and in newer Java versions neither. */
    private static boolean isTerminal(int descriptor) {
        try {
            String device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException e) {
            return false; // no /proc: the plain form is always right
        }
    }

    private static LineStream stream(FileDescriptor descriptor) {
        return new LineStream(new FileOutputStream(descriptor));
    }
}
