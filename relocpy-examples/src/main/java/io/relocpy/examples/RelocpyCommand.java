package io.relocpy.examples;

import io.relocpy.elf.ElfStrings;
import io.relocpy.elf.Printable;
import io.relocpy.elf.cli.CommandLineBytes;
import io.relocpy.elf.cli.Patchelf;
import io.relocpy.repository.ResolutionException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command-line tool: a thin layer over the public API, with one class per subcommand. */
@Command(
        name = "relocpy",
        description = "Builds a Python that runs on any Linux, from distribution packages.",
        mixinStandardHelpOptions = true,
        version = "relocpy 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0: done",
            "1: failed, or a check failed; the reason is on standard error",
            "2: invalid usage",
            "70: internal error",
            "129, 130, 143: terminated by SIGHUP, SIGINT (Ctrl-C), SIGTERM; nothing is left behind"
        },
        footer = {"", "For a command: relocpy help COMMAND. Shell completion: source <(relocpy generate-completion)"})
public final class RelocpyCommand {
    static final int NOT_POSSIBLE = 1;
    private static final int INTERNAL = 70;
    private static final int INTERRUPTED = 130;
    /** How long an interrupted build may take to clean up. */
    private static final long CLEAR_UP_MILLIS = 30_000;

    private static final String COMPLETION = "generate-completion";

    private static final List<String> SUBCOMMANDS = List.of(
            "build",
            "resolve",
            "explain",
            "lock",
            "verify",
            "inspect",
            "diff",
            "cache",
            PatchelfCommand.NAME,
            "ldd",
            COMPLETION);

    private RelocpyCommand() {}

    /**
     * Runs a subcommand and exits with its status, see {@code relocpy --help}.
     *
     * @param given the arguments of the command line
     */
    public static void main(String[] given) {
        // otherwise picocli looks for Groovy, for which Java opens every jar: as long as its own start
        System.setProperty("picocli.disable.closures", "true");
        String[] arguments = withoutHelpCommand(given);
        if (arguments.length > 0 && arguments[0].equals(PatchelfCommand.NAME)) {
            Patchelf.main(Arrays.copyOfRange(arguments, 1, arguments.length));
            return;
        }
        Thread worker = Thread.currentThread();
        Thread interrupter = new Thread(() -> interrupt(worker), "relocpy-interrupter");
        Runtime.getRuntime().addShutdownHook(interrupter);
        int status = run(Console.ofProcess(), CommandLineBytes.exact(arguments));
        try {
            Runtime.getRuntime().removeShutdownHook(interrupter);
        } catch (IllegalStateException e) {
            return; // the hook waits for this thread to end
        }
        System.exit(status);
    }

    /** {@code help build} as {@code build --help}: also for patchelf, which has a help of its own. */
    private static String[] withoutHelpCommand(String[] arguments) {
        if (arguments.length == 0 || !arguments[0].equals("help")) {
            return arguments;
        }
        if (arguments.length == 1) {
            return new String[] {"--help"};
        }
        return SUBCOMMANDS.contains(arguments[1]) // otherwise it is an error, which --help would hide
                ? new String[] {arguments[1], "--help"}
                : new String[] {arguments[1]};
    }

    /** Runs any subcommand except patchelf, and returns its exit status. */
    static int run(Console console, String... arguments) {
        CommandWithConsole onFiles = onFiles(arguments);
        if (onFiles == null) {
            return commandLine(console, arguments).execute(arguments);
        }
        onFiles.console = console;
        try {
            return onFiles.call();
        } catch (Exception e) {
            return failure(console, e);
        }
    }

    /** A command with nothing but files, which needs no picocli: that takes longer than most of them. */
    private static @Nullable CommandWithConsole onFiles(String... arguments) {
        if (arguments.length < 2) {
            return null;
        }
        List<Path> files = new ArrayList<>();
        for (String argument : Arrays.asList(arguments).subList(1, arguments.length)) {
            if (argument.isEmpty() || argument.startsWith("-") || argument.startsWith("@")) {
                return null;
            }
            files.add(ElfStrings.toPath(argument));
        }
        return switch (arguments[0]) {
            case "verify" -> new VerifyCommand(files);
            case "inspect" -> new InspectCommand(files);
            default -> null;
        };
    }

    private static Object subcommand(String name) {
        return switch (name) {
            case "build" -> new BuildCommand();
            case "resolve" -> new ResolveCommand();
            case "explain" -> new ExplainCommand();
            case "lock" -> new LockCommand();
            case "verify" -> new VerifyCommand();
            case "inspect" -> new InspectCommand();
            case "diff" -> new DiffCommand();
            case "cache" -> new CacheCommand();
            case PatchelfCommand.NAME -> new PatchelfCommand();
            case "ldd" -> new LddCommand();
            case COMPLETION -> new AutoComplete.GenerateCompletion();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** On SIGINT, SIGTERM and SIGHUP: interrupts the command, so that it cleans up, and waits. */
    private static void interrupt(Thread worker) {
        worker.interrupt();
        try {
            worker.join(CLEAR_UP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static CommandLine commandLine(Console console, String... arguments) {
        CommandLine command = new CommandLine(new RelocpyCommand());
        // picocli inspects every command that it knows, which can take longer than running the requested one
        String asked = arguments.length > 0 && SUBCOMMANDS.contains(arguments[0]) ? arguments[0] : "";
        for (String name : asked.isEmpty() || asked.equals(COMPLETION) ? SUBCOMMANDS : List.of(asked)) {
            Object subcommand = subcommand(name);
            if (subcommand instanceof CommandWithConsole with) {
                with.console = console;
            }
            command.addSubcommand(subcommand);
        }
        command.registerConverter(Path.class, new PathConverter());
        command.setOut(writer(console.out()));
        command.setErr(writer(console.err()));
        command.setColorScheme(CommandLine.Help.defaultColorScheme(console.colours() ? Ansi.ON : Ansi.OFF));
        command.setUsageHelpAutoWidth(false);
        command.setAbbreviatedOptionsAllowed(false);
        Failures failures = new Failures(console);
        command.setParameterExceptionHandler(failures);
        command.setExecutionExceptionHandler(failures);
        return command;
    }

    // classes instead of lambdas: Java's class archives cannot hold picocli's interfaces if lambdas implement them

    private static final class PathConverter implements CommandLine.ITypeConverter<Path> {
        @Override
        public Path convert(String value) {
            return ElfStrings.toPath(value);
        }
    }

    private record Failures(Console console)
            implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {
        @Override
        public int handleParseException(ParameterException wrong, String[] given) {
            return wrongUse(console, wrong);
        }

        @Override
        public int handleExecutionException(Exception failure, CommandLine failed, CommandLine.ParseResult parsed) {
            return failure(console, failure);
        }
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    private static int wrongUse(Console console, ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        String message = String.valueOf(wrong.getMessage())
                .replace("option option", "option") // as picocli says about values of maps
                .replace("is not a long", "is not a whole number");
        // a misspelt option comes first, even if a required one is missing because of it
        List<String> unmatched =
                command.getUnmatchedArguments().isEmpty() && wrong instanceof UnmatchedArgumentException arguments
                        ? arguments.getUnmatched()
                        : command.getUnmatchedArguments();
        if (!unmatched.isEmpty()) {
            message = unknown(command, unmatched.get(0));
        }
        String name = command.getCommandSpec().qualifiedName();
        console.fail(name, Printable.of(message));
        console.err().println("Try: " + name + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static String unknown(CommandLine command, String argument) {
        if (argument.startsWith("-")) {
            String option = argument.replaceFirst("=.*", "");
            return "no such option: " + option
                    + NearestWord.suggestion(
                            option, command.getCommandSpec().optionsMap().keySet());
        }
        return (command.getSubcommands().isEmpty() ? "unexpected argument: " : "no such command: ")
                + argument
                + NearestWord.suggestion(argument, command.getSubcommands().keySet());
    }

    private static int failure(Console console, Exception failure) {
        if (isInterruption(failure)) {
            console.err().println("relocpy: interrupted");
            return INTERRUPTED;
        }
        if (failure instanceof UncheckedIOException unchecked) {
            return failure(console, unchecked.getCause());
        }
        if (failure instanceof IOException || failure instanceof IllegalArgumentException) {
            console.fail("relocpy", describe(failure));
            return NOT_POSSIBLE;
        }
        console.fail("relocpy", "internal error; please report the following");
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        console.err().print(trace.toString());
        return INTERNAL;
    }

    private static boolean isInterruption(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof InterruptedIOException
                    || each instanceof ClosedByInterruptException
                    || each instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }

    /**
     * The message of an exception, on one line unless it explains why there is no solution; messages of Java's file
     * exceptions are only the name.
     */
    static String describe(Exception failure) {
        if (failure instanceof FileSystemException about) {
            String reason = about instanceof NoSuchFileException
                    ? "does not exist"
                    : about instanceof AccessDeniedException
                            ? "permission denied"
                            : about instanceof FileAlreadyExistsException
                                    ? "already exists"
                                    : about.getReason() == null
                                            ? about.getClass().getSimpleName()
                                            : about.getReason();
            return Printable.of(about.getFile() + ": " + reason);
        }
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return failure instanceof ResolutionException ? message : Printable.of(message);
    }
}
