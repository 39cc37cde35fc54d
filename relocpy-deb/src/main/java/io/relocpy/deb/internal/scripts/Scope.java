package io.relocpy.deb.internal.scripts;

import io.relocpy.deb.internal.scripts.ScriptWords.Field;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
}
