package io.relocpy.bundle.internal.python;

import io.relocpy.bundle.internal.tree.Content;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a command calls. Immutable.
 *
 * @param module dotted name
 * @param function name in the module, dotted if it is that of a class
 * @see <a href="https://packaging.python.org/en/latest/specifications/entry-points/">Entry points specification</a>
 */
public record EntryPoint(String module, String function) {
    /** Begins like the scripts that installers make; called under the command's own name. */
    private static final String SCRIPT = """
            import os
            import sys

            %5$sfrom %1$s import %2$s

            sys.argv[0] = os.path.join(os.path.dirname(sys.executable), %4$s)
            sys.exit(%3$s())
            """;

    /** From {@code module:function}. */
    public static EntryPoint of(String text) {
        int colon = text.indexOf(':');
        return new EntryPoint(text.substring(0, colon), text.substring(colon + 1));
    }

    /** What is imported from the module: the function, or the class that has it. */
    public String imported() {
        return function.replaceFirst("\\..*", "");
    }

    /**
     * A script that calls the function.
     *
     * @param command its name
     * @param directory path in the bundle where modules are found first; empty for none
     */
    public Content script(String command, String directory) {
        String path = directory.isEmpty()
                ? ""
                : "sys.path[0] = os.path.join(sys.base_prefix, " + PythonText.quote(directory) + ")\n";
        return Content.of(SCRIPT.formatted(module, imported(), function, PythonText.quote(command), path));
    }

    /**
     * The names that the module defines, if what is imported is none of them; empty if it may be one.
     *
     * @param sources of all files that the module may be
     */
    public Optional<Set<String>> namesWithoutImported(Collection<Content> sources) throws IOException {
        Set<String> all = new HashSet<>();
        for (Content source : sources) {
            Optional<Set<String>> names = ModuleNames.of(source.text());
            if (names.isEmpty()) {
                return Optional.empty();
            }
            all.addAll(names.get());
        }
        boolean possible = sources.isEmpty()
                || all.contains(imported())
                || imported().startsWith("__"); // every module has some of these
        return possible ? Optional.empty() : Optional.of(all);
    }
}
