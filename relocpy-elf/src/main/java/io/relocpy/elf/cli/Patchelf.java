package io.relocpy.elf.cli;

import io.relocpy.elf.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The command {@code patchelf}: prints what is requested, then makes all edits of one command line in one write. */
public final class Patchelf {
    private final PrintStream out;
    private final PrintStream err;

    Patchelf(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the command and exits with its status. */
    public static void main(String[] arguments) {
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        int status = new Patchelf(out, err).run(CommandLineBytes.exact(arguments));
        out.flush();
        err.flush();
        System.exit(status);
    }

    private static PrintStream stream(FileDescriptor to) {
        return new PrintStream(new FileOutputStream(to), false, StandardCharsets.UTF_8);
    }

    /** Runs the command; returns 0 on success, otherwise 1 after printing a line to standard error. */
    int run(String... arguments) {
        if (arguments.length == 0) {
            err.print(Help.TEXT);
            return 1;
        }
        try {
            PatchelfOptions options = PatchelfOptions.parse(arguments);
            if (options.help) {
                err.print(Help.TEXT);
            } else if (options.version) {
                out.print("patchelf 0.19.0\n");
            } else {
                patch(options);
            }
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            out.flush();
            err.print(Printable.of("patchelf: " + e.getMessage()) + "\n");
            return 1;
        }
    }

    private void patch(PatchelfOptions options) throws IOException {
        if (options.files.size() == 1 || options.readsOtherFiles()) {
            for (String name : options.files) {
                new FilePatch(options, name).prepare().finish(out, err);
            }
        } else {
            try (FileQueue queue = new FileQueue(options)) {
                while (queue.hasNext()) {
                    queue.next().finish(out, err);
                }
            }
        }
    }
}
