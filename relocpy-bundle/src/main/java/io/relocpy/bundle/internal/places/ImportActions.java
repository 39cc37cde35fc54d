package io.relocpy.bundle.internal.places;

import io.relocpy.bundle.internal.places.LibraryPlaces.Present;
import io.relocpy.bundle.internal.places.Means.After;
import io.relocpy.bundle.internal.places.Means.Argument.Place;
import io.relocpy.bundle.internal.places.Means.Argument.Result;
import io.relocpy.bundle.internal.places.Means.AuthoritiesVariable;
import io.relocpy.bundle.internal.places.Means.Call;
import io.relocpy.bundle.internal.places.Means.Function;
import io.relocpy.bundle.internal.places.Means.Variable;
import io.relocpy.bundle.internal.tree.BundleFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What is done when modules are imported, as {@code python/_relocpy_places.py} reads it. Immutable.
 *
 * @param actions paths of libraries → expressions that are evaluated once, before the first module that uses the library
 * @param users full names of modules → paths of those libraries; {@link KnownLibrary#AT_START} stands for the
 *     interpreter's start
 * @param after full names of modules → expressions that are evaluated after the import
 */
public record ImportActions(
        SortedMap<String, List<String>> actions,
        SortedMap<String, List<String>> users,
        SortedMap<String, List<String>> after) {
    /** Nothing to do, as in most bundles. */
    public boolean isEmpty() {
        return users.isEmpty() && after.isEmpty();
    }

    static ImportActions of(List<BundleFile> files, LibraryPlaces places) throws IOException {
        SortedMap<String, List<String>> actions = new TreeMap<>();
        SortedMap<String, List<String>> after = new TreeMap<>();
        Map<String, Set<String>> through = new HashMap<>();
        for (Present each : places.present()) {
            for (Means means : each.known().means()) {
                before(means, each.path(), places.paths())
                        .ifPresent(action -> actions.computeIfAbsent(each.path(), library -> new ArrayList<>())
                                .add(action));
                if (means instanceof After change
                        && !places.paths().find(change.needs(), each.path()).isEmpty()) {
                    after.computeIfAbsent(change.module(), module -> new ArrayList<>())
                            .add(BundlePaths.expandText(change.expression(), each.path()));
                }
            }
            Set<String> named = through.computeIfAbsent(each.path(), library -> new HashSet<>());
            named.addAll(each.known().openedBy());
            named.addAll(each.known().reachedThrough());
        }
        SortedMap<String, List<String>> users = new TreeMap<>();
        if (!actions.isEmpty()) {
            LibraryUsers linking = LibraryUsers.of(files);
            for (String library : actions.keySet()) {
                Set<String> modules = new TreeSet<>(through.get(library));
                if (!modules.contains(KnownLibrary.AT_START)) {
                    modules.addAll(linking.of(library));
                }
                modules.forEach(module ->
                        users.computeIfAbsent(module, name -> new ArrayList<>()).add(library));
            }
        }
        return new ImportActions(actions, users, after);
    }

    private static Optional<String> before(Means means, String library, BundlePaths paths) {
        if (means instanceof Call call) {
            List<String> arguments = new ArrayList<>();
            for (Object argument : call.arguments()) {
                if (argument instanceof Place place) {
                    List<String> found = paths.find(place.path(), library);
                    if (found.isEmpty()) {
                        return Optional.empty();
                    }
                    arguments.add("place(" + quoted(found.get(0)) + ")");
                } else if (argument instanceof Result result) {
                    arguments.add("result(" + quoted(library) + ", " + quoted(result.function()) + ")");
                } else {
                    arguments.add(argument instanceof Integer number ? number.toString() : quoted((String) argument));
                }
            }
            return Optional.of("call(" + quoted(library) + ", " + quoted(call.function()) + ", " + quoted(call.unless())
                    + ", lambda: [" + String.join(", ", arguments) + "])");
        }
        if (means instanceof Function function) {
            return paths.find(function.path(), library).stream()
                    .findFirst()
                    .map(path -> function.name() + "(" + quoted(library) + ", place(" + quoted(path) + "))");
        }
        if (means instanceof Variable variable) {
            String found = variable.paths().stream()
                    .flatMap(path -> paths.find(path, library).stream())
                    .map(ImportActions::quoted)
                    .collect(Collectors.joining(", "));
            return found.isEmpty()
                    ? Optional.empty()
                    : Optional.of("variable(" + quoted(variable.name()) + ", " + quoted(variable.unless()) + ", ["
                            + found + "])");
        }
        return means instanceof AuthoritiesVariable variable
                ? Optional.of("authorities(" + quoted(variable.name()) + ")")
                : Optional.empty();
    }

    /** A literal of Python for any text. */
    private static String quoted(String text) {
        StringBuilder literal = new StringBuilder("'");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= ' ' && c < 0x7f && c != '\'' && c != '\\';
            literal.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
        return literal.append('\'').toString();
    }

    /** {@link #actions} as a dictionary of Python. */
    public String actionsByLibrary() {
        return table(actions, "lambda: "::concat);
    }

    /** {@link #users} as a dictionary of Python. */
    public String librariesByModule() {
        return table(users, ImportActions::quoted);
    }

    /** {@link #after} as a dictionary of Python. */
    public String actionsAfterImport() {
        return table(after, "lambda module: "::concat);
    }

    private static String table(SortedMap<String, List<String>> table, UnaryOperator<String> value) {
        return table.entrySet().stream()
                .map(each -> "    " + quoted(each.getKey()) + ": ["
                        + each.getValue().stream().map(value).collect(Collectors.joining(",\n        "))
                        + "],\n")
                .collect(Collectors.joining("", "{\n", "}"));
    }

    /** The names of all modules with actions. */
    public Set<String> modules() {
        Set<String> modules = new TreeSet<>(users.keySet());
        modules.addAll(after.keySet());
        modules.remove(KnownLibrary.AT_START);
        return modules;
    }

    /** Whether something is done at the interpreter's start. */
    public boolean atStart() {
        return users.containsKey(KnownLibrary.AT_START);
    }
}
