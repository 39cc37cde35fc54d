package io.relocpy.examples;

import io.relocpy.elf.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the tool writes: two streams in UTF-8, whatever the locale, that pass on nothing to steer a terminal with, and what
 * is known of the terminal behind the second.
 *
 * @param out results
 * @param err progress and failures
 * @param terminal whether {@code err} is a terminal
 * @param colours whether to colour what goes to {@code err}
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

    /** Says on {@code err} what has gone wrong: the name in red, where colours are. */
    void fail(String name, String message) {
        err.printRaw(colours ? "\033[31m" + name + ":\033[0m " : name + ": ");
        err.print(message + "\n");
    }

    /** Writes over the line of {@code err} in which the cursor stands, in the colour of things under way. */
    void rewrite(String line) {
        String printable = Printable.of(line);
        err.printRaw("\r" + (colours ? "\033[36m" + printable + "\033[0m" : printable));
        err.flush();
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

    private static LineStream stream(FileDescriptor descriptor) {
        return new LineStream(new FileOutputStream(descriptor));
    }
}
