package io.relocpy.elf.cli;

import io.relocpy.elf.ElfStrings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The command line as it was given. Java decodes it with the locale's character set and loses what is invalid there: in
 * the C locale everything but ASCII, in a UTF-8 locale everything that is not UTF-8.
 */
public final class CommandLineBytes {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private CommandLineBytes() {}

    /**
     * The arguments with every byte preserved, see {@link ElfStrings}, if they are the last arguments of this process.
     */
    public static String[] exact(String... arguments) {
        try {
            return exact(Files.readAllBytes(COMMAND_LINE), arguments);
        } catch (IOException e) {
            return arguments; // no /proc
        }
    }

    static String[] exact(byte[] commandLine, String... arguments) {
        List<String> all = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < commandLine.length; i++) {
            if (commandLine[i] == 0) {
                all.add(ElfStrings.decode(Arrays.copyOfRange(commandLine, from, i)));
                from = i + 1;
            }
        }
        if (all.size() <= arguments.length) {
            return arguments;
        }
        String[] last = all.subList(all.size() - arguments.length, all.size()).toArray(String[]::new);
        for (int i = 0; i < last.length; i++) {
            boolean ascii = last[i].chars().allMatch(c -> c < 0x80);
            if (ascii && !last[i].equals(arguments[i])) {
                return arguments; // called by another program's main method
            }
        }
        return last;
    }
}
