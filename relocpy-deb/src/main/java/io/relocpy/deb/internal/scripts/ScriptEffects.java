package io.relocpy.deb.internal.scripts;

import io.relocpy.deb.file.MaintainerScript;
import io.relocpy.repository.internal.text.Printable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a script would do that matters in a root of which only files are used: alternatives and diversions. Immutable.
 *
 * @param alternatives in the order of the script
 * @param diversions in the order of the script
 * @param unknown commands that may do something else
 */
public record ScriptEffects(List<Alternative> alternatives, List<Diversion> diversions, List<String> unknown) {
    /** In characters; the longest ones of Debian have a tenth of it. */
    private static final int MAX_LENGTH = 2 << 20;

    /** Also for a shell that is told to run something else. */
    private static final Pattern SHELL = Pattern.compile("#!\\s*/(?:usr/)?bin/(?:ba|da)?sh(?:[ \\t]+-[A-Za-z]+)?\\s*");

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
        String first = script.text().lines().findFirst().orElse("");
        if (!SHELL.matcher(first).matches()) {
            return unread(
                    "a script for " + script.interpreter().map(Printable::shown).orElse("no interpreter"));
        }
        if (script.text().length() > MAX_LENGTH) {
            return unread("a script of " + script.text().length() + " characters");
        }
        return new ScriptReader(packageName, multiarch).read(ShellStatements.of(script.text()));
    }

    private static ScriptEffects unread(String what) {
        return new ScriptEffects(List.of(), List.of(), List.of(what));
    }
}
