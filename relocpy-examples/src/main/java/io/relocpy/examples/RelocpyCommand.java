package io.relocpy.examples;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command-line tool: a thin layer over the public API, one class for each subcommand. */
@Command(
        name = "relocpy",
        description = "Makes a Python that runs on any Linux, out of distribution packages.",
        mixinStandardHelpOptions = true,
        version = "relocpy 0.1.0",
        subcommands = {
            BuildCommand.class,
            ResolveCommand.class,
            ExplainCommand.class,
            InspectCommand.class,
            VerifyCommand.class
        })
public final class RelocpyCommand {
    private RelocpyCommand() {}

    /**
     * Runs a subcommand and ends with its status: 0 done, 1 not possible, 2 wrong use.
     *
     * @param arguments see {@code relocpy --help}
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RelocpyCommand())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("relocpy: " + failure.getMessage());
                    return 1;
                })
                .execute(arguments));
    }
}
