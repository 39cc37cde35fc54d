package io.relocpy.bundle;

import io.relocpy.bundle.internal.build.CommandSettings;
import io.relocpy.bundle.internal.build.Variables;
import io.relocpy.bundle.internal.python.Scripts;
import io.relocpy.bundle.internal.tree.PathRule;
import io.relocpy.repository.internal.text.Arguments;
import io.relocpy.repository.internal.text.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A command in {@code bin/}: what it runs, and how. Only needed if a command is to differ from what {@link
 * Bundle.Builder#scripts} and {@link Bundle.Builder#executables} make. Immutable; equal if all values are.
 *
 * <pre>{@code
 * Bundle.builder()
 *         .scripts(Path.of("tools"))
 *         .command(BundleCommand.named("backup").script("tools/do_backup.py").environment("LANG", "C.UTF-8").build())
 *         .command(BundleCommand.named("admin").script("tools").entryPoint("vendor.cli:main").build())
 *         .command(BundleCommand.named("openssl").environment("OPENSSL_CONF", "${bundle}/etc/vendor.cnf").build())
 * }</pre>
 */
public final class BundleCommand {
    private static final Pattern NAME = Pattern.compile("[^/\\s\\p{Cntrl}.-][^/\\s\\p{Cntrl}]*");
    private static final String DOTTED = "[\\p{L}_][\\p{L}\\p{N}_]*(?:\\.[\\p{L}_][\\p{L}\\p{N}_]*)*";
    private static final Pattern ENTRY_POINT = Pattern.compile(DOTTED + ":" + DOTTED);

    /** Options of Python whose value can be the next word. */
    private static final List<String> WITH_VALUE = List.of("-X", "-W", "--check-hash-based-pycs");

    private static final Pattern OPTION =
            Pattern.compile("-[bBdEiIOPqRsSuvx?]+|-[XW].*|--check-hash-based-pycs(?:=.*)?");

    private final CommandSettings settings;

    private BundleCommand(CommandSettings settings) {
        this.settings = settings;
    }

    /**
     * Starts the description of a command.
     *
     * @param name of the file in {@code bin/}; {@code python3} for the interpreter
     * @throws IllegalArgumentException if no command can have that name
     */
    public static Builder named(String name) {
        if (!NAME.matcher(Objects.requireNonNull(name, "name")).matches()) {
            throw new IllegalArgumentException("command: expected a name, found " + Printable.quote(name));
        }
        return new Builder(name);
    }

    CommandSettings settings() {
        return settings;
    }

    /** The name of the file in {@code bin/}. */
    public String name() {
        return settings.name();
    }

    /** The script, see {@link Builder#script}. */
    public Optional<String> script() {
        return Optional.ofNullable(settings.script());
    }

    /** The function, see {@link Builder#entryPoint}. */
    public Optional<String> entryPoint() {
        return Optional.ofNullable(settings.entryPoint());
    }

    /** Options of the interpreter, see {@link Builder#pythonOptions}. */
    public List<String> pythonOptions() {
        return settings.pythonOptions();
    }

    /** Variables that only this command sets, see {@link Builder#environment(String, String)}. */
    public Map<String, String> environment() {
        return settings.environment();
    }

    /** A builder with these values, for a variant. */
    public Builder toBuilder() {
        Builder builder = new Builder(name());
        builder.script = settings.script();
        builder.entryPoint = settings.entryPoint();
        builder.pythonOptions.addAll(settings.pythonOptions());
        builder.environment.putAll(settings.environment());
        return builder;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BundleCommand that && settings.equals(that.settings);
    }

    @Override
    public int hashCode() {
        return settings.hashCode();
    }

    /** The name, and what it runs if that was stated. */
    @Override
    public String toString() {
        return name()
                + entryPoint().or(this::script).map(runs -> " (" + runs + ")").orElse("");
    }

    /**
     * Describes a command. {@link #pythonOptions} and {@link #environment(String, String)} add to what was given before, all
     * other methods replace it. Not safe for use by several threads.
     */
    public static final class Builder {
        private final String name;
        private @Nullable String script;
        private @Nullable String entryPoint;
        private final List<String> pythonOptions = new ArrayList<>();
        private final Map<String, String> environment = new TreeMap<>();

        private Builder(String name) {
            this.name = name;
        }

        /**
         * Runs this script, in place of the command that it would become otherwise. With an {@link #entryPoint}, the
         * directory of scripts in which its module is found first.
         *
         * @param path of a file or directory below {@code libexec/scripts/}, such as {@code tools/backup.py} after {@code
         *     scripts(Path.of("src/tools"))}
         * @throws IllegalArgumentException if no script can have that path
         */
        public Builder script(String path) {
            String complaint = PathRule.complaint(Objects.requireNonNull(path, "path"));
            if (!complaint.isEmpty()) {
                throw new IllegalArgumentException("script: expected a path below libexec/scripts, but "
                        + Printable.quote(path) + " " + complaint);
            }
            this.script = path;
            return this;
        }

        /**
         * Calls this function and exits with what it returns, as a console script of a wheel does.
         *
         * @param function {@code module:function}, such as {@code vendor.cli:main}
         * @throws IllegalArgumentException if it does not have that form
         */
        public Builder entryPoint(String function) {
            if (!ENTRY_POINT
                    .matcher(Objects.requireNonNull(function, "function"))
                    .matches()) {
                throw new IllegalArgumentException(
                        "entryPoint: expected module:function, found " + Printable.quote(function));
            }
            this.entryPoint = function;
            return this;
        }

        /**
         * Adds options of the interpreter, such as {@code -O} or {@code -X}, {@code utf8}; only for commands that Python
         * runs.
         *
         * @throws IllegalArgumentException if one is not an option that can stand before a script
         */
        public Builder pythonOptions(String... options) {
            return pythonOptions(Arrays.asList(Objects.requireNonNull(options, "options")));
        }

        /** As {@link #pythonOptions(String...)}. */
        public Builder pythonOptions(Collection<String> options) {
            List<String> copy = Arguments.copy(options, "options");
            for (Iterator<String> each = copy.iterator(); each.hasNext(); ) {
                String option = each.next();
                boolean valued = WITH_VALUE.contains(option);
                if (!OPTION.matcher(option).matches() || option.indexOf('\0') >= 0 || (valued && !each.hasNext())) {
                    throw new IllegalArgumentException("pythonOptions: expected options of the interpreter, found "
                            + Printable.quote(option) + (valued ? " without its value" : ""));
                }
                if (valued) {
                    Arguments.line(each.next(), "pythonOptions");
                }
            }
            pythonOptions.addAll(copy);
            return this;
        }

        /** Sets a variable for this command only, as {@link Bundle.Builder#environment(String, String)} does for all. */
        public Builder environment(String name, String value) {
            Variables.check(name, value);
            environment.put(name, value);
            return this;
        }

        /** As {@link #environment(String, String)}, for several variables. */
        public Builder environment(Map<String, String> variables) {
            environment.putAll(Variables.checked(variables));
            return this;
        }

        /**
         * The command.
         *
         * @throws IllegalArgumentException if the interpreter's own command is to run a script
         */
        public BundleCommand build() {
            if ((script != null || entryPoint != null) && Scripts.isInterpreter(name)) {
                throw new IllegalArgumentException("command: " + name + " is the interpreter's own");
            }
            return new BundleCommand(
                    new CommandSettings(name, script, entryPoint, pythonOptions, new TreeMap<>(environment)));
        }
    }
}
