package io.relocpy.deb.internal.scripts;

import io.relocpy.deb.internal.scripts.ScriptWords.Field;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The variables and arguments of a script where they are known. */
final class Scope {
    /** Others stay unknown; no script of a distribution has as many. */
    private static final int MAX_VARIABLES = 200;

    private final Map<String, String> variables;
    private final Deque<Map<String, Optional<String>>> locals = new ArrayDeque<>();
    private List<Field> arguments;

    Scope(Map<String, String> variables, List<Field> arguments) {
        this.variables = new HashMap<>(variables);
        this.arguments = List.copyOf(arguments);
    }

    /** For a branch, or a subshell. */
    Scope copy() {
        Scope copy = new Scope(variables, arguments);
        locals.forEach(each -> copy.locals.addLast(new HashMap<>(each)));
        return copy;
    }

    /** Keeps only what is as in the other branch. */
    void meet(Scope other) {
        variables.entrySet().removeIf(each -> !each.getValue().equals(other.variables.get(each.getKey())));
        if (!arguments.equals(other.arguments)) {
            arguments = List.of(Field.UNKNOWN);
        }
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /**
     * Sets a variable.
     *
     * @param value null if it is not known
     */
    void set(String name, @Nullable String value) {
        if (value == null || (variables.size() >= MAX_VARIABLES && !variables.containsKey(name))) {
            variables.remove(name);
        } else {
            variables.put(name, value);
        }
    }

    /** Forgets all variables, which a loop may change. */
    void forget() {
        variables.clear();
    }

    List<Field> arguments() {
        return arguments;
    }

    void arguments(List<Field> values) {
        arguments = List.copyOf(values);
    }

    void enterFunction(List<Field> values) {
        locals.push(new HashMap<>());
        arguments = List.copyOf(values);
    }

    /** The function's own variables are again what they were. */
    void leaveFunction(List<Field> former) {
        locals.pop().forEach((name, value) -> set(name, value.orElse(null)));
        arguments = former;
    }

    void makeLocal(String name) {
        if (!locals.isEmpty() && locals.peek().size() < MAX_VARIABLES) {
            locals.peek().putIfAbsent(name, get(name));
        }
    }

    /** Does what a command does that sets variables or the arguments, such as {@code local} and {@code shift}. */
    void apply(String command, List<Field> operands) {
        if (command.equals("shift")) {
            boolean one = operands.isEmpty()
                    && !arguments.isEmpty()
                    && arguments.get(0).known();
            arguments(one ? arguments.subList(1, arguments.size()) : List.of(Field.UNKNOWN));
            return;
        }
        if (command.equals("set")) {
            int dashes = operands.indexOf(Field.of("--"));
            if (dashes >= 0 || (!operands.isEmpty() && !operands.get(0).text().matches("[-+][A-Za-z]+"))) {
                arguments(operands.subList(dashes + 1, operands.size()));
            }
            return;
        }
        for (Field operand : operands) {
            int equals = operand.text().indexOf('=');
            String variable = equals < 0 ? operand.text() : operand.text().substring(0, equals);
            if (command.equals("local")) {
                makeLocal(variable);
            }
            boolean sets = !Set.of("unset", "read", "getopts").contains(command);
            if (sets && equals >= 0) {
                set(variable, operand.known() ? operand.text().substring(equals + 1) : null);
            } else if (!sets) {
                set(variable, null);
            }
        }
    }
}
