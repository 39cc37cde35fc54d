package io.relocpy.bundle.internal.python;

import io.relocpy.bundle.internal.python.PythonLines.Line;
import io.relocpy.bundle.internal.python.PythonLines.Word;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the modules that a script's import statements name, at its top and nested.
 *
 * <p>Left out are relative imports; those under {@code if TYPE_CHECKING:}, which no run executes; and those in a {@code
 * try:} that an {@code except} clause for ImportError follows, since the script can do without them. Modules that
 * {@code importlib} or {@code __import__} load at run time are not visible in the syntax.
 */
public final class PythonImports {
    private static final Set<String> CAUGHT =
            Set.of("ImportError", "ModuleNotFoundError", "Exception", "BaseException");

    private final List<Import> found = new ArrayList<>();
    private final Set<Import> guarded = new HashSet<>();
    private final Deque<Block> blocks = new ArrayDeque<>();

    private PythonImports() {}

    /**
     * A module that a statement needs.
     *
     * @param module dotted name
     * @param line number of the line that names it, from 1
     */
    public record Import(String module, int line) {}

    /**
     * A compound statement that may guard the imports of its suite.
     *
     * @param closed whether its suite is over, and except clauses follow
     */
    private record Block(int indent, boolean typeChecking, boolean closed, List<Import> imports) {
        boolean isIn(Line line) {
            return line.indent() > indent;
        }
    }

    /** The imports in the order of the source. */
    public static List<Import> of(String source) {
        PythonImports imports = new PythonImports();
        for (Line line : PythonLines.of(source)) {
            imports.read(line);
        }
        imports.endBlocks(new Line(-1, List.of()));
        imports.found.removeAll(imports.guarded);
        return imports.found;
    }

    /**
     * Dotted names of all modules that any import statement can load, guarded and relative ones included. A name that is
     * imported from a module may be that of a module, too.
     *
     * @param owner dotted name of the package that the source belongs to, for relative imports
     */
    public static Set<String> named(String source, String owner) {
        Set<String> names = new HashSet<>();
        for (Line line : PythonLines.of(source)) {
            boolean begins = true;
            for (int i = 0; i < line.words().size(); i++) {
                if (begins && line.text(i).equals("import")) {
                    List<Import> imports = new ArrayList<>();
                    readModules(line, i + 1, imports);
                    imports.forEach(each -> names.add(each.module()));
                } else if (begins && line.text(i).equals("from")) {
                    addMembers(line, i + 1, owner, names);
                }
                begins = line.text(i).equals(";") || line.text(i).equals(":");
            }
        }
        return names;
    }

    private static void addMembers(Line line, int start, String owner, Set<String> names) {
        String written = module(line, start);
        String module = absolute(written, owner);
        int at = start + length(written);
        if (!line.text(at).equals("import")) {
            return;
        }
        names.add(module);
        for (int i = at + 1; i < line.words().size() && !line.text(i).equals(";"); i++) {
            names.add(module + "." + line.text(i));
        }
    }

    /** The name with its leading dots replaced by the packages that they stand for. */
    private static String absolute(String module, String owner) {
        int dots = 0;
        while (dots < module.length() && module.charAt(dots) == '.') {
            dots++;
        }
        String base = owner;
        for (int above = 1; above < dots; above++) {
            base = base.contains(".") ? base.substring(0, base.lastIndexOf('.')) : "";
        }
        String rest = module.substring(dots);
        return dots == 0 ? module : rest.isEmpty() ? base : base + "." + rest;
    }

    private void read(Line line) {
        endBlocks(line);
        List<Import> here = statements(line);
        found.addAll(here);
        blocks.stream().filter(block -> !block.closed).forEach(block -> block.imports.addAll(here));
        if (line.text(0).equals("try") || isTypeChecking(line)) {
            blocks.addLast(new Block(line.indent(), isTypeChecking(line), false, new ArrayList<>(here)));
        }
    }

    /** Closes the blocks that the line is not part of, except a {@code try} statement whose except clauses follow. */
    private void endBlocks(Line line) {
        while (!blocks.isEmpty() && !blocks.getLast().isIn(line)) {
            Block ended = blocks.removeLast();
            boolean handled = line.indent() == ended.indent && line.text(0).equals("except");
            if (ended.typeChecking || (handled && catchesImportError(line))) {
                guarded.addAll(ended.imports);
            } else if (handled) {
                blocks.addLast(new Block(ended.indent, false, true, ended.imports));
                return;
            }
        }
    }

    private static boolean catchesImportError(Line line) {
        return line.text(1).equals(":")
                || line.words().stream()
                        .takeWhile(word -> !(word.text().equals(":") && word.depth() == 0))
                        .anyMatch(word -> CAUGHT.contains(word.text()));
    }

    private static boolean isTypeChecking(Line line) {
        return line.text(0).equals("if")
                && ((line.text(1).equals("TYPE_CHECKING") && line.text(2).equals(":"))
                        || (line.text(2).equals(".")
                                && line.text(3).equals("TYPE_CHECKING")
                                && line.text(4).equals(":")));
    }

    /** The imports of one logical line, which may hold several statements. */
    private static List<Import> statements(Line line) {
        List<Import> imports = new ArrayList<>();
        boolean begins = true;
        for (int i = 0; i < line.words().size(); i++) {
            Word word = line.words().get(i);
            if (begins && word.text().equals("import")) {
                readModules(line, i + 1, imports);
            } else if (begins && word.text().equals("from")) {
                String module = module(line, i + 1);
                boolean complete = line.text(i + 1 + length(module)).equals("import");
                if (complete && !module.isEmpty() && !module.startsWith(".")) {
                    imports.add(new Import(module, word.line()));
                }
            }
            begins =
                    word.depth() == 0 && (word.text().equals(";") || word.text().equals(":"));
        }
        return imports;
    }

    private static void readModules(Line line, int start, List<Import> imports) {
        int i = start;
        while (true) {
            String module = module(line, i);
            if (module.isEmpty() || module.startsWith(".")) {
                return;
            }
            imports.add(new Import(module, line.words().get(i).line()));
            i += length(module);
            i += line.text(i).equals("as") ? 2 : 0;
            if (!line.text(i).equals(",")) {
                return;
            }
            i++;
        }
    }

    /** The names and dots from there on. */
    private static String module(Line line, int start) {
        StringBuilder module = new StringBuilder();
        boolean dotted = true;
        for (int i = start; ; i++) {
            String text = line.text(i);
            boolean dot = text.equals(".");
            boolean name = text.startsWith("_")
                    || (!text.isEmpty() && Character.isUnicodeIdentifierStart(text.codePointAt(0)));
            if (dot || (name && dotted && !text.equals("import"))) {
                module.append(text);
                dotted = dot;
            } else {
                return module.toString();
            }
        }
    }

    /** The number of words in a module's name. */
    private static int length(String module) {
        int dots = (int) module.chars().filter(c -> c == '.').count();
        int names = (int) Arrays.stream(module.split("\\."))
                .filter(name -> !name.isEmpty())
                .count();
        return dots + names;
    }
}
