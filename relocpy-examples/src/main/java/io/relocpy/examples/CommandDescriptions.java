package io.relocpy.examples;

import io.relocpy.bundle.BundleCommand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options about single commands of a bundle. */
final class CommandDescriptions {
    @Spec(Spec.Target.MIXEE)
    CommandSpec spec;

    @Option(
            names = "--command",
            paramLabel = "NAME=WHAT",
            description = {
                "Make a command that runs a script, such as backup=tools/do_backup.py, or calls a function:"
                        + " admin=vendor.cli:main, or admin=tools/vendor.cli:main for a module in a script directory. May be"
                        + " repeated."
            })
    List<String> targets = List.of();

    @Option(
            names = "--command-env",
            paramLabel = "NAME:VAR=VALUE",
            description = "Set this variable for one command. May be repeated.")
    List<String> variables = List.of();

    @Option(
            names = "--python-option",
            paramLabel = "NAME:OPTION",
            description = "Give Python this option when it runs this command, such as backup:-O. May be repeated.")
    List<String> options = List.of();

    /** The commands, by what is said about each. */
    Collection<BundleCommand> all() {
        Map<String, BundleCommand.Builder> builders = new TreeMap<>();
        for (String target : targets) {
            String[] parts = split("--command", target, "=", "NAME=WHAT");
            runs(builder(builders, parts[0]), parts[1]);
        }
        for (String variable : variables) {
            String[] parts = split("--command-env", variable, ":", "NAME:VAR=VALUE");
            String[] assignment = split("--command-env", parts[1], "=", "NAME:VAR=VALUE");
            builder(builders, parts[0]).environment(assignment[0], assignment[1]);
        }
        Map<String, List<String>> byCommand = new TreeMap<>();
        for (String option : options) {
            String[] parts = split("--python-option", option, ":", "NAME:OPTION");
            byCommand.computeIfAbsent(parts[0], any -> new ArrayList<>()).add(parts[1]);
        }
        byCommand.forEach((name, all) -> builder(builders, name).pythonOptions(all));
        return builders.values().stream().map(BundleCommand.Builder::build).toList();
    }

    private static void runs(BundleCommand.Builder builder, String what) {
        int slash = what.lastIndexOf('/');
        if (what.indexOf(':', slash + 1) < 0) {
            builder.script(what);
            return;
        }
        if (slash >= 0) {
            builder.script(what.substring(0, slash));
        }
        builder.entryPoint(what.substring(slash + 1));
    }

    private static BundleCommand.Builder builder(Map<String, BundleCommand.Builder> builders, String name) {
        return builders.computeIfAbsent(name, BundleCommand::named);
    }

    private String[] split(String option, String text, String separator, String expected) {
        String[] parts = text.split(separator, 2);
        if (parts.length < 2 || parts[0].isEmpty()) {
            throw new ParameterException(spec.commandLine(), option + " " + text + ": expected " + expected);
        }
        return parts;
    }
}
