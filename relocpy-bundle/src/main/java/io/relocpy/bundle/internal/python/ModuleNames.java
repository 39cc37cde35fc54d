package io.relocpy.bundle.internal.python;

import io.relocpy.bundle.internal.python.PythonLines.Line;
import io.relocpy.bundle.internal.python.PythonLines.Word;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The names that a module's source can define: by {@code def}, {@code class}, {@code import}, {@code global}, or any
 * other statement of the module itself.
 *
 * <p>In doubt, a name is among them: a statement's words all count, except attributes and what is called.
 */
final class ModuleNames {
    /** What defines names that the source does not show. */
    private static final Set<String> DYNAMIC = Set.of(
            "__getattr__", "__dict__", "globals", "locals", "vars", "exec", "execfile", "eval", "setattr", "modules");

    /** What a name follows that is defined although brackets follow it in turn. */
    private static final Set<String> DEFINING = Set.of("def", "class");

    private static final Set<String> KEYWORDS = Set.of(
            "False None True and as assert async await break class continue def del elif else except finally for from global if"
                    .concat(" import in is lambda nonlocal not or pass raise return try while with yield")
                    .split(" "));

    private ModuleNames() {}

    /** The names; empty if it may have others. */
    static Optional<Set<String>> of(String source) {
        Set<String> names = new HashSet<>();
        int body = Integer.MAX_VALUE; // the lines of a function or class are indented more than this
        for (Line line : PythonLines.of(source)) {
            boolean nested = line.indent() > body;
            if (isDynamic(line) || (!nested && changesModule(line))) {
                return Optional.empty();
            }
            if (!nested) {
                boolean defines =
                        DEFINING.contains(line.text(0)) || line.text(1).equals("def");
                body = defines ? line.indent() : Integer.MAX_VALUE;
                addDefined(line, names);
            } else {
                addGlobal(line, names);
            }
        }
        names.removeAll(KEYWORDS);
        return Optional.of(names);
    }

    private static boolean isDynamic(Line line) {
        for (int i = 0; i < line.words().size(); i++) {
            boolean all = line.text(i).equals("import") && line.text(i + 1).equals("*");
            if (all || DYNAMIC.contains(line.text(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is a call that is told the module's name, and nothing else: it may replace or complete the module. */
    private static boolean changesModule(Line line) {
        return line.words().stream()
                        .anyMatch(word -> word.depth() > 0 && word.text().equals("__name__"))
                && line.words().stream()
                        .noneMatch(word -> word.depth() == 0 && word.text().equals("="));
    }

    private static void addDefined(Line line, Set<String> names) {
        List<Word> words = line.words();
        for (int i = 0; i < words.size(); i++) {
            boolean attribute = i > 0 && line.text(i - 1).equals(".");
            boolean called = line.text(i + 1).equals("(") && !(i > 0 && DEFINING.contains(line.text(i - 1)));
            if (!attribute && !called && isName(line.text(i))) {
                names.add(line.text(i));
            }
        }
    }

    private static void addGlobal(Line line, Set<String> names) {
        for (int i = 0; i < line.words().size(); i++) {
            if (line.text(i).equals("global")) {
                for (int j = i + 1; j < line.words().size() && !line.text(j).equals(";"); j++) {
                    names.add(line.text(j));
                }
            }
        }
    }

    private static boolean isName(String word) {
        return word.startsWith("_") || (!word.isEmpty() && Character.isUnicodeIdentifierStart(word.codePointAt(0)));
    }
}
