package io.relocpy.deb.internal.scripts;

import io.relocpy.deb.internal.scripts.ScriptWords.Field;
import io.relocpy.deb.internal.scripts.ShellCommand.Assignment;
import io.relocpy.deb.internal.scripts.ShellCommand.Redirection;
import io.relocpy.deb.internal.scripts.ShellCommand.Simple;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.text.Printable;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what the commands of one script would do; an instance is used once.
 *
 * <p>It follows the script as a shell would, where its text alone says which way it goes; where it does not, it reads both, and
 * then knows only the variables that are the same in both.
 */
final class ScriptReader {
    /** Whoever needs more is not understood; loops and functions count each time. */
    private static final int MAX_STEPS = 20_000;

    /** Commands in commands, and functions in functions. */
    private static final int MAX_DEPTH = 200;

    private static final Pattern COMPILER = Pattern.compile("(?:.*/)?py_compile\\.py");
    private static final Pattern PYTHON = Pattern.compile("(?:/usr/bin/)?python3(?:\\.[0-9]+)?");

    /** How python3 has modules compiled, by scripts in a directory. */
    private static final Pattern HOOK =
            Pattern.compile("\\$hook (?:post-)?rt[a-z]+ python[^ /]*(?: \"\\$[0-9A-Za-z]+\")*");

    private static final Pattern SAFE_TARGET = Pattern.compile("/dev/(?:null|stdout|stderr|tty|fd/[0-9])|/run/[^.]+");

    private final Set<String> unknown = new LinkedHashSet<>();
    private final Map<String, ShellCommand> functions = new HashMap<>();
    private final EffectiveCommands effects;
    private final ScriptWords words = new ScriptWords(this::output);
    private final String multiarch;
    private Scope scope;
    private int steps;
    private int depth;

    /** How many of the commands around the present one may be left out. */
    private int uncertain;

    ScriptReader(EffectiveCommands effects, Scope scope, String multiarch) {
        this.effects = effects;
        this.scope = scope;
        this.multiarch = multiarch;
    }

    /** Reads all of the script, and tells what was not understood. */
    Set<String> read(ShellCommand script) {
        run(script);
        if (steps > MAX_STEPS) {
            unknown.add("more than " + MAX_STEPS + " commands");
        }
        return unknown;
    }

    private End run(ShellCommand command) {
        if (++steps > MAX_STEPS || depth > MAX_DEPTH) {
            steps = MAX_STEPS + 1;
            return End.EXITS;
        }
        depth++;
        End end = dispatch(command);
        depth--;
        return end;
    }

    private End dispatch(ShellCommand command) {
        if (command instanceof Simple simple) {
            return simple(simple);
        } else if (command instanceof ShellCommand.Sequence sequence) {
            return sequence(sequence.commands());
        } else if (command instanceof ShellCommand.AndOr list) {
            return andOr(list);
        } else if (command instanceof ShellCommand.Not not) {
            return run(not.command()).negated();
        } else if (command instanceof ShellCommand.Pipeline pipeline) {
            End last = End.EITHER;
            for (ShellCommand part : pipeline.parts()) {
                last = subshell(part);
            }
            return last;
        } else if (command instanceof ShellCommand.Subshell subshell) {
            return subshell(subshell.body());
        } else if (command instanceof ShellCommand.If branch) {
            return branch(branch);
        } else if (command instanceof ShellCommand.While loop) {
            return loop(loop);
        } else if (command instanceof ShellCommand.For loop) {
            return loop(loop);
        } else if (command instanceof ShellCommand.Case choice) {
            return choice(choice);
        } else if (command instanceof ShellCommand.Function function) {
            functions.put(function.name(), function.body());
            return End.SUCCESS;
        }
        ShellCommand.Redirected redirected = (ShellCommand.Redirected) command;
        if (writes(redirected.redirections())) {
            unknown(redirected.text());
        }
        return run(redirected.command());
    }

    /** A command that is run or not. */
    private End perhaps(ShellCommand command) {
        uncertain++;
        End end = run(command);
        uncertain--;
        return end;
    }

    private End sequence(List<ShellCommand> commands) {
        End end = End.SUCCESS;
        for (int i = 0; i < commands.size() && end.goesOn(); i++) {
            end = run(commands.get(i));
        }
        return end;
    }

    private End andOr(ShellCommand.AndOr list) {
        End end = run(list.first());
        for (ShellCommand.Next next : list.rest()) {
            if (!end.goesOn()) {
                break;
            }
            End needed = End.of(next.and());
            if (end == End.EITHER) {
                Ways ways = new Ways(scope);
                ways.add(perhaps(next.command()));
                ways.add(needed.negated());
                end = ways.end();
            } else if (end == needed) {
                end = run(next.command());
            }
        }
        return end;
    }

    private End branch(ShellCommand.If branch) {
        End condition = run(branch.condition());
        if (condition != End.EITHER) {
            return condition.goesOn() ? run(condition == End.SUCCESS ? branch.then() : branch.otherwise()) : condition;
        }
        Ways ways = new Ways(scope);
        ways.add(perhaps(branch.then()));
        ways.add(perhaps(branch.otherwise()));
        return ways.end();
    }

    /** Ways that the script may take from one place, where only running it would tell which. */
    private final class Ways {
        private final Scope start;
        private @Nullable Scope met;
        private @Nullable End end;

        Ways(Scope start) {
            this.start = start.copy();
        }

        /** How the way ends that was just read; the next one begins where this one did. */
        void add(End way) {
            End before = end;
            if (before == null || (way.goesOn() && !before.goesOn())) {
                met = scope;
                end = before == null ? way : End.EITHER;
            } else if (way.goesOn()) {
                Objects.requireNonNull(met).meet(scope);
                end = before == way ? way : End.EITHER;
            } else {
                end = before.goesOn() ? End.EITHER : before == way ? way : End.RETURNS;
            }
            scope = start.copy();
        }

        /** How all of them together end; what is known then holds for each that goes on. */
        End end() {
            scope = Objects.requireNonNull(met);
            return Objects.requireNonNull(end);
        }
    }

    private End subshell(ShellCommand body) {
        Scope outer = scope;
        scope = outer.copy();
        End end = run(body);
        scope = outer;
        return end.goesOn() ? end : End.EITHER;
    }

    /** A loop whose number of rounds is not known: once, with nothing known that it may change. */
    private End loop(ShellCommand.While loop) {
        scope.forget();
        End end = run(loop.condition());
        if (end == End.FAILURE || !end.goesOn()) {
            return end == End.FAILURE ? End.SUCCESS : end;
        }
        Ways ways = new Ways(scope);
        ways.add(perhaps(loop.body()));
        ways.add(End.EITHER);
        end = ways.end();
        scope.forget();
        return end;
    }

    private End loop(ShellCommand.For loop) {
        List<Field> values = loop.words().map(each -> words.fields(each, scope)).orElseGet(scope::arguments);
        End end = End.SUCCESS;
        for (Field value : values) {
            scope.set(loop.variable(), value.known() ? value.text() : null);
            if (value.known()) {
                end = run(loop.body());
            } else {
                Ways ways = new Ways(scope);
                ways.add(perhaps(loop.body()));
                ways.add(End.EITHER); // there may be no such value
                end = ways.end();
            }
            if (end == End.BREAKS) {
                return End.EITHER;
            }
            if (end != End.CONTINUES && !end.goesOn()) {
                return end;
            }
        }
        return end == End.CONTINUES ? End.EITHER : end;
    }

    private End choice(ShellCommand.Case choice) {
        Field subject = words.field(choice.subject(), scope);
        Ways ways = new Ways(scope);
        boolean certain = true;
        for (ShellCommand.Arm arm : choice.arms()) {
            Optional<Boolean> matches = matches(arm, subject);
            certain &= matches.isPresent();
            if (matches.orElse(true)) {
                ways.add(certain ? run(arm.body()) : perhaps(arm.body()));
            }
            if (matches.orElse(false)) {
                return ways.end();
            }
        }
        ways.add(End.SUCCESS);
        return ways.end();
    }

    private Optional<Boolean> matches(ShellCommand.Arm arm, Field subject) {
        Optional<Boolean> matches = Optional.of(false);
        for (ShellCommand.Word pattern : arm.patterns()) {
            Optional<Boolean> one = words.matches(subject, pattern, scope);
            if (one.orElse(false)) {
                return one;
            }
            matches = matches.filter(each -> one.isPresent());
        }
        return matches;
    }

    private End simple(Simple simple) {
        List<Field> fields = words.fields(simple.words(), scope);
        boolean writes = writes(simple.redirections());
        End end = End.SUCCESS;
        for (Assignment assignment : simple.assignments()) {
            Field value = words.field(assignment.value(), scope);
            end = value.known() ? end : End.EITHER;
            if (fields.isEmpty()) {
                scope.set(assignment.name(), value.known() ? value.text() : null);
            }
        }
        End called = fields.isEmpty() ? end : call(fields, simple);
        if (called == null || writes) {
            unknown(simple.text());
        }
        return called == null ? End.EITHER : called;
    }

    private void unknown(String text) {
        unknown.add(Printable.of(text));
    }

    /** How a command ends; null if it is not understood. */
    private @Nullable End call(List<Field> fields, Simple simple) {
        Field first = fields.get(0);
        if (!first.known()) {
            return HOOK.matcher(simple.text()).matches() ? End.EITHER : null;
        }
        List<Field> arguments = fields.subList(1, fields.size());
        ShellCommand function = functions.get(first.text());
        return function == null ? program(fields, simple) : call(function, arguments);
    }

    /** Of a command that is not a function. */
    private @Nullable End program(List<Field> fields, Simple simple) {
        List<Field> arguments = fields.subList(1, fields.size());
        String name = HarmlessCommands.name(fields.get(0).text());
        return switch (name) {
            case ":", "true" -> End.SUCCESS;
            case "false" -> End.FAILURE;
            case "exit" -> End.EXITS;
            case "return" -> End.RETURNS;
            case "break" -> End.BREAKS;
            case "continue" -> End.CONTINUES;
            case "[", "test" -> ShellTest.of(arguments).map(End::of).orElse(End.EITHER);
            case "export", "readonly", "local", "unset", "read", "getopts", "set", "shift" -> {
                scope.apply(name, arguments);
                yield End.EITHER;
            }
            case "exec", "command" -> runs(name, arguments, simple);
            case "xargs" -> arguments.stream().allMatch(each -> isOption(each) || isHarmless(each)) ? End.EITHER : null;
            case "trap" -> traps(arguments) ? End.EITHER : null;
            case "." -> isConfmodule(arguments) ? End.EITHER : null;
            case "dpkg" ->
                ShellTest.compareVersions(arguments)
                        .map(End::of)
                        .orElse(HarmlessCommands.include(name, arguments) ? End.EITHER : null);
            case "update-alternatives" -> effects.alternative(arguments, uncertain == 0) ? End.EITHER : null;
            case "dpkg-divert" -> effects.divert(arguments, uncertain == 0) ? End.EITHER : null;
            default -> {
                boolean compiles = PYTHON.matcher(name).matches()
                        && arguments.stream()
                                .filter(each -> !isOption(each))
                                .findFirst()
                                .filter(each -> COMPILER.matcher(each.text()).matches())
                                .isPresent();
                yield compiles || HarmlessCommands.include(name, arguments) ? End.EITHER : null;
            }
        };
    }

    private static boolean isOption(Field field) {
        return field.known() && field.text().matches("-.*|[0-9]+|\\{}");
    }

    private static boolean isHarmless(Field field) {
        return field.known() && HarmlessCommands.include(HarmlessCommands.name(field.text()), List.of());
    }

    private static boolean isConfmodule(List<Field> arguments) {
        return !arguments.isEmpty() && arguments.get(0).text().matches("/usr/share/debconf/confmodule(?:\\.sh)?");
    }

    private End call(ShellCommand function, List<Field> arguments) {
        List<Field> former = scope.arguments();
        scope.enterFunction(arguments);
        End end = run(function);
        scope.leaveFunction(former);
        return end == End.RETURNS ? End.EITHER : end;
    }

    /** {@code exec} and {@code command}. */
    private @Nullable End runs(String name, List<Field> arguments, Simple simple) {
        int first = 0;
        while (first < arguments.size() && isOption(arguments.get(first))) {
            if (name.equals("command") && arguments.get(first).text().matches("-[vV]")) {
                return End.EITHER; // only asks whether there is such a command
            }
            first++;
        }
        if (first == arguments.size()) {
            return End.EITHER;
        }
        List<Field> rest = arguments.subList(first, arguments.size());
        depth++;
        End end = rest.get(0).known() && depth <= MAX_DEPTH ? program(rest, simple) : null;
        depth--;
        return end != null && name.equals("exec") ? End.EXITS : end;
    }

    /** Whether a command for later has no effect. */
    private boolean traps(List<Field> arguments) {
        if (arguments.isEmpty() || arguments.get(0).text().equals("-")) {
            return true;
        }
        try {
            EffectiveCommands none = new EffectiveCommands("");
            ScriptReader reader = new ScriptReader(none, scope.copy(), multiarch);
            reader.functions.putAll(functions);
            reader.steps = steps;
            reader.depth = depth;
            ShellCommand script = ShellParser.parse(arguments.get(0).text(), false);
            boolean harmless = arguments.get(0).known() && reader.read(script).isEmpty() && none.isEmpty();
            steps = reader.steps;
            return harmless;
        } catch (FormatException e) {
            return false;
        }
    }

    /** What a substitution gives, if that is known; its commands are read. */
    private Optional<String> output(ShellCommand command) {
        subshell(command);
        if (command instanceof Simple simple
                && simple.text().matches("dpkg-architecture -q ?DEB_(?:HOST|BUILD|TARGET)_MULTIARCH")) {
            return Optional.of(multiarch);
        }
        return Optional.empty();
    }

    /** Whether output goes to a file of the root. */
    private boolean writes(List<Redirection> redirections) {
        boolean writes = false;
        for (Redirection redirection : redirections) {
            redirection.substitutions().forEach(this::output);
            String operator = redirection.operator();
            if (!operator.startsWith("<<") || operator.equals("<<<")) {
                Field target = words.field(redirection.target(), scope);
                boolean duplicates = operator.endsWith("&") && target.text().matches("[0-9]+|-");
                boolean safe = target.known()
                        && (duplicates || SAFE_TARGET.matcher(target.text()).matches());
                writes |= operator.contains(">") && !safe;
            }
        }
        return writes;
    }
}
