package io.relocpy.deb.internal.scripts;

import io.relocpy.deb.file.MaintainerScript;
import java.util.List;

/**
 * What a script would do that matters in a root of which only files are used: alternatives and diversions. Immutable.
 *
 * @param alternatives in the order of the script
 * @param diversions in the order of the script
 * @param unknown commands that may do something else
 */
public record ScriptEffects(List<Alternative> alternatives, List<Diversion> diversions, List<String> unknown) {
    /** Copies the lists. */
    public ScriptEffects {
        alternatives = List.copyOf(alternatives);
        diversions = List.copyOf(diversions);
        unknown = List.copyOf(unknown);
    }

    /**
     * Reads a script.
     *
     * @param packageName whose script it is
     * @param multiarch the directory of the architecture's libraries, such as {@code x86_64-linux-gnu}
     */
    public static ScriptEffects of(MaintainerScript script, String packageName, String multiarch) {
        if (!script.interpreter().orElse("").matches("/(?:usr/)?bin/(?:ba|da)?sh")) {
            return new ScriptEffects(
                    List.of(),
                    List.of(),
                    List.of("a script for " + script.interpreter().orElse("no interpreter")));
        }
        return new ScriptReader(packageName, multiarch).read(ShellStatements.of(script.text()));
    }
}
