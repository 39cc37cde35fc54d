package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.python.Scripts;
import io.relocpy.repository.internal.text.NearNames;
import io.relocpy.repository.internal.text.Printable;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Gives commands that the caller described their scripts. */
final class ScriptCommands {
    private ScriptCommands() {}

    /**
     * The scripts with these commands, each instead of what its script would become otherwise.
     *
     * @throws BundleException if there is no such script, or another one becomes the same command
     */
    static Scripts of(Scripts scripts, Collection<CommandSettings> settings) throws IOException {
        SortedMap<String, String> commands = new TreeMap<>(scripts.commands());
        SortedMap<String, String> programs = new TreeMap<>(scripts.programs());
        for (CommandSettings each : settings) {
            String script = each.script();
            if (script != null && each.entryPoint() == null) {
                commands.values().removeIf(script::equals);
                programs.values().removeIf(script::equals);
            }
        }
        for (CommandSettings each : settings) {
            String script = each.script();
            if (each.entryPoint() != null) {
                if (script != null && !isDirectory(scripts, script)) {
                    throw new BundleException(
                            "command " + each.name(), noSuch("directory of scripts", script, scripts));
                }
                requireFree(each.name(), "its entry point", commands, programs);
            } else if (script != null) {
                if (!scripts.files().containsKey(script) && !scripts.files().containsKey(script + "/__main__.py")) {
                    throw new BundleException("command " + each.name(), noSuch("script", script, scripts));
                }
                requireFree(each.name(), script, commands, programs);
                (scripts.isProgram(script) ? programs : commands).put(each.name(), script);
            }
            if (!each.pythonOptions().isEmpty() && programs.containsKey(each.name())) {
                throw new BundleException(
                        "command " + each.name(),
                        "has options of Python, which does not run " + programs.get(each.name()));
            }
        }
        return scripts.withCommands(commands, programs);
    }

    private static void requireFree(
            String name, String what, Map<String, String> commands, Map<String, String> programs)
            throws BundleException {
        String other = commands.getOrDefault(name, programs.get(name));
        if (other != null) {
            throw new BundleException(
                    "command " + name, "is already that of " + other + ", so " + what + " cannot be it");
        }
    }

    private static boolean isDirectory(Scripts scripts, String path) {
        return scripts.files().keySet().stream().anyMatch(each -> each.startsWith(path + "/"));
    }

    private static String noSuch(String kind, String path, Scripts scripts) {
        Collection<String> paths = new TreeSet<>(scripts.files().keySet());
        scripts.files().keySet().forEach(each -> paths.add(each.replaceFirst("/.*", "")));
        return "there is no " + kind + " " + Printable.of(path) + NearNames.didYouMean(NearNames.of(path, paths));
    }
}
