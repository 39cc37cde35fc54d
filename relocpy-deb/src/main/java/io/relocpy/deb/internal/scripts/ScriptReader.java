package io.relocpy.deb.internal.scripts;

import io.relocpy.deb.internal.scripts.ShellStatements.Statement;
import io.relocpy.deb.internal.text.Syntax;
import io.relocpy.repository.internal.text.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out what the commands of one script would do; an instance is used once. */
final class ScriptReader {
    /** Those of the shell that say in what order commands run. */
    private static final Set<String> STRUCTURE =
            Set.of("if", "then", "else", "elif", "fi", "while", "until", "do", "done", "{", "}", "!", "esac");

    /** dpkg's first arguments to scripts, as patterns of {@code case} that begin with a parenthesis; no commands. */
    private static final Set<String> CALLS = Set.of(
            "configure", "triggered", "install", "upgrade", "abort-upgrade", "abort-remove", "abort-deconfigure");

    private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);

    private static final Pattern VARIABLE =
            Pattern.compile("\\$(?:([A-Za-z_][A-Za-z0-9_]*)|\\{([A-Za-z_][A-Za-z0-9_]*)})");

    private static final Pattern MULTIARCH =
            Pattern.compile("[`$]\\(?dpkg-architecture -q ?DEB_(?:HOST|BUILD|TARGET)_MULTIARCH[`)]");

    /** Compiles modules: python3.N-minimal does so before py3compile is there. */
    private static final Pattern COMPILES =
            Pattern.compile(".*\\bpy_compile\\.py\\b.*|(?:if )?(?:! )?\\$hook .*\\bpython.*");

    /** Where the programs are that are known by their names. */
    private static final Pattern PROGRAM = Pattern.compile("(?:/usr)?/s?bin/([^/]+)");

    /** Those that run what follows them. */
    private static final Set<String> RUNNERS = Set.of("exec", "command", "xargs");

    private static final Pattern OPTION = Pattern.compile("-.*|[0-9]*(?:[<>].*)?|\\{}", Pattern.DOTALL);

    private static final Pattern IN_PLACE = Pattern.compile("-[nErsuz]*i.*|--in-place.*");

    private static final Pattern CONFMODULE = Pattern.compile("/usr/share/debconf/confmodule(?:\\.sh)?");

    /** Of an alternative. */
    private static final Pattern NAME = Pattern.compile("[^/\\s$`]+");

    private static final Pattern FUNCTION = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    /** Values of a loop's variable, and of what is nested in it, together. */
    private static final int MAX_EXPANSIONS = 1000;

    /** Characters of all values that replace variables: one that doubles itself would have no end. */
    private static final int MAX_EXPANDED = 4 << 20;

    /** More than any package has. */
    private static final int MAX_EFFECTS = 10_000;

    private static final int MAX_PATH = 4095;

    /** In characters, of a command that is shown. */
    private static final int MAX_SHOWN = 1000;

    private final List<Alternative> alternatives = new ArrayList<>();
    private final List<Diversion> diversions = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();

    /** Values that a variable may have; several only of one in a loop. */
    private final Map<String, List<String>> variables = new HashMap<>();

    private final Set<String> functions = new HashSet<>();
    private final String packageName;
    private final String multiarch;
    private int expanded;

    ScriptReader(String packageName, String multiarch) {
        this.packageName = packageName;
        this.multiarch = multiarch;
        variables.put("DPKG_MAINTSCRIPT_PACKAGE", List.of(packageName));
        variables.put("DEB_HOST_MULTIARCH", List.of(multiarch));
    }

    ScriptEffects read(List<Statement> statements) {
        for (int i = 0; i + 1 < statements.size(); i++) {
            List<String> words = statements.get(i).words();
            if (words.size() == 1
                    && FUNCTION.matcher(words.get(0)).matches()
                    && statements.get(i + 1).words().get(0).equals("{")) {
                functions.add(words.get(0));
            }
        }
        statements.forEach(this::read);
        return new ScriptEffects(alternatives, diversions, unknown);
    }

    private void read(Statement statement) {
        List<String> words = statement.words();
        int first = 0;
        while (first < words.size() && STRUCTURE.contains(words.get(first))) {
            first++;
        }
        while (first < words.size() && assign(words.get(first))) {
            first++;
        }
        if (first == words.size() || (words.size() == 1 && CALLS.contains(words.get(0)))) {
            return;
        }
        List<String> arguments = words.subList(first + 1, words.size());
        if (words.get(first).equals("for")) {
            loop(arguments);
            return;
        }
        if (!understands(words.get(first), arguments, statement.text()) || writes(arguments)) {
            String text = statement.text();
            unknown.add(Printable.of(text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…"));
        }
    }

    private boolean understands(String command, List<String> arguments, String text) {
        if (functions.contains(command)) { // its commands are read where it is defined
            return true;
        }
        String name = name(command);
        return switch (name) {
            case "update-alternatives" -> expand(arguments).stream().allMatch(this::alternative);
            case "dpkg-divert" -> expand(arguments).stream().allMatch(this::divert);
            case "case" -> true;
            case "exec", "command", "xargs" -> runs(arguments, text);
            case "trap" -> traps(arguments);
            case "find" -> finds(arguments);
            case "sed" ->
                arguments.stream().noneMatch(each -> IN_PLACE.matcher(each).matches());
            case "." ->
                !arguments.isEmpty() && CONFMODULE.matcher(arguments.get(0)).matches();
            default -> HarmlessCommands.include(name) || COMPILES.matcher(text).matches();
        };
    }

    private static String name(String command) {
        Matcher program = PROGRAM.matcher(command);
        return program.matches() ? program.group(1) : command;
    }

    /** Whether the command that another one runs is understood: its first word that is no option. */
    private boolean runs(List<String> words, String text) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-v") || word.equals("-V")) { // only asks whether there is such a command
                return true;
            }
            if (!OPTION.matcher(word).matches() && !RUNNERS.contains(name(word))) {
                return understands(word, words.subList(i + 1, words.size()), text);
            }
        }
        return true;
    }

    private boolean traps(List<String> arguments) {
        String script = arguments.isEmpty() ? "-" : arguments.get(0);
        if (script.equals("-")) {
            return true;
        }
        ScriptReader reader = new ScriptReader(packageName, multiarch);
        reader.functions.addAll(functions);
        ScriptEffects effects = reader.read(ShellStatements.of(script));
        return effects.unknown().isEmpty()
                && effects.alternatives().isEmpty()
                && effects.diversions().isEmpty();
    }

    private static boolean finds(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            boolean runs = argument.startsWith("-exec") || argument.startsWith("-ok");
            boolean harmless = i + 1 < arguments.size() && HarmlessCommands.include(name(arguments.get(i + 1)));
            if (argument.startsWith("-fprint") || argument.equals("-fls") || (runs && !harmless)) {
                return false;
            }
        }
        return true;
    }

    /** Whether output goes to a file of the root. */
    private static boolean writes(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            Matcher redirection = Pattern.compile("[0-9]?>>?(.*)").matcher(arguments.get(i));
            if (redirection.matches()) {
                String to = redirection.group(1);
                if (!to.startsWith("&") && !to.startsWith("/dev/") && !to.startsWith("/run/") && !to.isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean assign(String word) {
        Matcher assignment = ASSIGNMENT.matcher(word);
        if (!assignment.matches()) {
            return false;
        }
        List<String> value = expand(List.of(assignment.group(2))).stream()
                .map(each -> each.get(0))
                .toList();
        List<String> before = variables.put(assignment.group(1), value);
        if (before != null && !before.equals(value)) { // which of them, only a run would tell
            variables.put(assignment.group(1), List.of());
        }
        return true;
    }

    /** {@code for name in words}. */
    private void loop(List<String> arguments) {
        if (arguments.size() > 2 && arguments.get(1).equals("in")) {
            List<String> values = new ArrayList<>();
            arguments
                    .subList(2, arguments.size())
                    .forEach(each -> values.addAll(expand(List.of(each)).stream()
                            .flatMap(words -> List.of(words.get(0).split("\\s+")).stream())
                            .toList()));
            variables.put(arguments.get(0), values);
        }
    }

    /** The words with known variables replaced: once for each value of one that is in a loop. */
    private List<List<String>> expand(List<String> words) {
        List<List<String>> variants = List.of(words.stream()
                .map(each -> MULTIARCH.matcher(each).replaceAll(multiarch))
                .toList());
        for (String variable : variablesIn(words)) {
            List<String> values = variables.getOrDefault(variable, List.of());
            if (values.isEmpty() || values.size() * variants.size() > MAX_EXPANSIONS) {
                continue;
            }
            List<List<String>> more = new ArrayList<>();
            for (List<String> each : variants) {
                for (String value : values) {
                    if (expanded > MAX_EXPANDED) {
                        return List.of(words);
                    }
                    more.add(each.stream()
                            .map(word -> replace(word, variable, value))
                            .toList());
                }
            }
            variants = more;
        }
        return variants;
    }

    private static Set<String> variablesIn(List<String> words) {
        Set<String> names = new LinkedHashSet<>();
        for (String word : words) {
            VARIABLE.matcher(word)
                    .results()
                    .forEach(found -> names.add(found.group(1) == null ? found.group(2) : found.group(1)));
        }
        return names;
    }

    private String replace(String word, String variable, String value) {
        expanded += word.length();
        return VARIABLE.matcher(word).replaceAll(found -> {
            boolean named = variable.equals(found.group(1)) || variable.equals(found.group(2));
            expanded += value.length();
            return Matcher.quoteReplacement(named && expanded <= MAX_EXPANDED ? value : found.group());
        });
    }

    /** The path without parts that mean nothing; empty for what is no path, or only known when the script runs. */
    private static Optional<String> path(String word) {
        if (!word.startsWith("/")
                || word.length() > MAX_PATH
                || word.chars().anyMatch(c -> c < ' ' || c == 0x7f || "$`*?".indexOf(c) >= 0)) {
            return Optional.empty();
        }
        StringBuilder path = new StringBuilder();
        for (String part : word.split("/")) {
            if (part.equals("..")) {
                return Optional.empty();
            }
            if (!part.isEmpty() && !part.equals(".")) {
                path.append('/').append(part);
            }
        }
        return path.isEmpty() ? Optional.empty() : Optional.of(path.toString());
    }

    private static Optional<Alternative.Link> link(String path, String name, String target) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        return path(path)
                .flatMap(from -> path(target).map(to -> new Alternative.Link(from, to)))
                .filter(link -> !link.path().equals(link.target()));
    }

    /** Reads the arguments of update-alternatives; false if they are not understood. */
    private boolean alternative(List<String> arguments) {
        int at = arguments.indexOf("--install");
        if (at < 0) {
            return Set.of("--remove", "--remove-all", "--auto", "--display", "--query", "--list", "--get-selections")
                    .stream()
                    .anyMatch(arguments::contains);
        }
        if (at + 5 > arguments.size()
                || alternatives.size() >= MAX_EFFECTS
                || !arguments.get(at + 4).matches("-?[0-9]{1,9}")) {
            return false;
        }
        String name = arguments.get(at + 2);
        Optional<Alternative.Link> master = link(arguments.get(at + 1), name, arguments.get(at + 3));
        if (master.isEmpty()) {
            return false;
        }
        Map<String, Alternative.Link> links =
                new LinkedHashMap<>(Map.of(master.get().path(), master.get()));
        boolean all = true;
        for (int i = at + 5; i < arguments.size(); i++) {
            if (arguments.get(i).equals("--slave") && i + 3 < arguments.size()) {
                Optional<Alternative.Link> slave =
                        link(arguments.get(i + 1), arguments.get(i + 2), arguments.get(i + 3));
                all &= slave.isPresent() && links.putIfAbsent(slave.get().path(), slave.get()) == null;
                i += 3;
            }
        }
        alternatives.add(new Alternative(name, Integer.parseInt(arguments.get(at + 4)), List.copyOf(links.values())));
        return all;
    }

    /** Reads the arguments of dpkg-divert; false if they are not understood. */
    private boolean divert(List<String> arguments) {
        String owner = packageName;
        String to = "";
        List<String> files = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            boolean more = i + 1 < arguments.size();
            switch (argument) {
                case "--package" -> owner = more ? arguments.get(++i) : owner;
                case "--divert" -> to = more ? arguments.get(++i) : to;
                case "--local" -> owner = "";
                case "--remove", "--list", "--listpackage", "--truename", "--version" -> {
                    return true;
                }
                case "--add", "--rename", "--no-rename", "--quiet" -> {}
                default -> {
                    if (!argument.startsWith("-") && !argument.matches("[0-9]?[<>].*")) {
                        files.add(argument);
                    }
                }
            }
        }
        if (files.size() != 1
                || diversions.size() >= MAX_EFFECTS
                || !(owner.isEmpty() || Syntax.isPackageName(owner))) {
            return false;
        }
        Optional<String> from = path(files.get(0));
        Optional<String> elsewhere = to.isEmpty() ? from.map(path -> path + ".distrib") : path(to);
        if (from.isEmpty() || elsewhere.isEmpty() || from.equals(elsewhere)) {
            return false;
        }
        diversions.add(new Diversion(owner, from.get(), elsewhere.get()));
        return true;
    }
}
