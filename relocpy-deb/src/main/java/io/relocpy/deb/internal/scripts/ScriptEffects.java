package io.relocpy.deb.internal.scripts;

import io.relocpy.deb.file.MaintainerScript;
import io.relocpy.deb.internal.scripts.ScriptWords.Field;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.text.Printable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a script would do that matters in a root of which only files are used: alternatives and diversions. Immutable.
 *
 * @param alternatives in the order of the script
 * @param diversions in the order of the script
 * @param unknown commands that may do something else
 */
public record ScriptEffects(List<AlternativesCommand> alternatives, List<Diversion> diversions, List<String> unknown) {
    /** In characters; the longest ones of Debian have a tenth of it. */
    private static final int MAX_LENGTH = 2 << 20;

    /** Also for a shell that is told to run something else. */
    private static final Pattern SHELL = Pattern.compile("#!\\s*/(?:usr/)?bin/(ba|da)?sh(?:[ \\t]+-[efux]+)?\\s*");

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
     * @param triggered whether it may also be run because of a trigger
     */
    public static ScriptEffects of(MaintainerScript script, String packageName, String multiarch, boolean triggered) {
        String first = script.text().lines().findFirst().orElse("");
        Matcher shell = SHELL.matcher(first);
        if (!shell.matches()) {
            return unread(
                    "a script for " + script.interpreter().map(Printable::shown).orElse("no interpreter"));
        }
        if (script.text().length() > MAX_LENGTH) {
            return unread("a script of " + script.text().length() + " characters");
        }
        try {
            ShellCommand command = ShellParser.parse(script.text(), "ba".equals(shell.group(1)));
            return new Reading(command, packageName, multiarch).of(script.kind(), triggered);
        } catch (FormatException e) {
            return unread("a script that is not understood, " + e.getMessage());
        }
    }

    /** What dpkg's calls of a script do, on the installation into an empty root. */
    private record Reading(ShellCommand script, String packageName, String multiarch) {
        ScriptEffects of(MaintainerScript.Kind kind, boolean isTriggered) {
            if (kind == MaintainerScript.Kind.PREINST) {
                return call(List.of(Field.of("install")));
            }
            ScriptEffects configured = call(List.of(Field.of("configure"), Field.of("")));
            if (!isTriggered) {
                return configured;
            }
            ScriptEffects triggered = call(List.of(Field.of("triggered"), Field.UNKNOWN));
            Set<String> unknown = new LinkedHashSet<>(configured.unknown);
            unknown.addAll(triggered.unknown);
            triggered.alternatives.stream()
                    .filter(each -> !configured.alternatives.contains(each))
                    .forEach(each -> unknown.add("triggered: update-alternatives for " + Printable.shown(each.name())));
            triggered.diversions.stream()
                    .filter(each -> !configured.diversions.contains(each))
                    .forEach(each -> unknown.add("triggered: dpkg-divert of " + Printable.shown(each.from())));
            return new ScriptEffects(configured.alternatives, configured.diversions, List.copyOf(unknown));
        }

        private ScriptEffects call(List<Field> arguments) {
            Map<String, String> variables =
                    Map.of("DPKG_MAINTSCRIPT_PACKAGE", packageName, "DPKG_ROOT", "", "DEB_HOST_MULTIARCH", multiarch);
            EffectiveCommands effects = new EffectiveCommands(packageName);
            ScriptReader reader = new ScriptReader(effects, new Scope(variables, arguments), multiarch);
            List<String> unknown = List.copyOf(reader.read(script));
            return new ScriptEffects(effects.alternatives(), effects.diversions(), unknown);
        }
    }

    private static ScriptEffects unread(String what) {
        return new ScriptEffects(List.of(), List.of(), List.of(what));
    }
}
