package io.relocpy.bundle.internal.build;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the caller stated about one command. Immutable.
 *
 * @param name of the command
 * @param script path below {@code libexec/scripts/} of what it runs, or of the directory where its entry point is; null if
 *     none is named
 * @param entryPoint the function that it calls, {@code module:function}; null if it runs a file
 * @param pythonOptions options of the interpreter
 * @param environment variables, in addition to those of all commands
 */
public record CommandSettings(
        String name,
        @Nullable String script,
        @Nullable String entryPoint,
        List<String> pythonOptions,
        SortedMap<String, String> environment) {
    /** Copies the collections. */
    public CommandSettings {
        pythonOptions = List.copyOf(pythonOptions);
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }

    /** Whether there would be no such command otherwise. */
    boolean makesCommand() {
        return script != null || entryPoint != null;
    }

    static CommandSettings none(String name) {
        return new CommandSettings(name, null, null, List.of(), new TreeMap<>(Map.of()));
    }
}
