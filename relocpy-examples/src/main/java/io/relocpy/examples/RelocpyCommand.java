package io.relocpy.examples;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command-line tool: a thin layer over the public API, one class for each subcommand. */
@Command(
        name = "relocpy",
        description = "Makes a Python that runs on any Linux, out of distribution packages.",
        mixinStandardHelpOptions = true,
        version = "relocpy 0.1.0")
public final class RelocpyCommand {
    private static final Map<String, Supplier<Callable<Integer>>> SUBCOMMANDS = new LinkedHashMap<>();

    static {
        SUBCOMMANDS.put("build", BuildCommand::new);
        SUBCOMMANDS.put("resolve", ResolveCommand::new);
        SUBCOMMANDS.put("explain", ExplainCommand::new);
        SUBCOMMANDS.put("inspect", InspectCommand::new);
        SUBCOMMANDS.put("verify", VerifyCommand::new);
    }

    private RelocpyCommand() {}

    /**
     * Runs a subcommand and ends with its status: 0 done, 1 not possible, 2 wrong use.
     *
     * @param arguments see {@code relocpy --help}
     */
    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new RelocpyCommand());
        // picocli studies every command that it knows, which can take longer than to do the one that is asked for
        String asked = arguments.length > 0 && SUBCOMMANDS.containsKey(arguments[0]) ? arguments[0] : "";
        SUBCOMMANDS.forEach((name, command) -> {
            if (asked.isEmpty() || asked.equals(name)) {
                line.addSubcommand(command.get());
            }
        });
        System.exit(line.setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("relocpy: " + failure.getMessage());
                    return 1;
                })
                .execute(arguments));
    }
}
