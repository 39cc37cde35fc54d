package io.relocpy.deb.internal.scripts;

import io.relocpy.deb.internal.scripts.ShellStatements.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out what the commands of one script would do; an instance is used once. */
final class ScriptReader {
    /** Those of the shell that say in what order commands run. */
    private static final Set<String> STRUCTURE =
            Set.of("if", "then", "else", "elif", "fi", "while", "until", "do", "done", "{", "}", "!", "esac");

    /** What changes no file that a Python in a bundle reads. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            // of the shell, and tests
            ":",
            "[",
            "test",
            "true",
            "false",
            "set",
            "exit",
            "return",
            "shift",
            "break",
            "continue",
            "local",
            "export",
            "unset",
            "trap",
            "cd",
            "umask",
            "read",
            "exec",
            "eval",
            "command",
            "type",
            "which",
            "hash",
            "wait",
            "getopts",
            "echo",
            "printf",
            "cat",
            "grep",
            "egrep",
            "fgrep",
            "awk",
            "cut",
            "tr",
            "sort",
            "uniq",
            "head",
            "tail",
            "wc",
            "find",
            "xargs",
            "stat",
            "cmp",
            "diff",
            "md5sum",
            "sha256sum",
            "basename",
            "dirname",
            "readlink",
            "realpath",
            "getent",
            "id",
            "uname",
            "expr",
            "seq",
            "sleep",
            "logger",
            "date",
            "ls",
            "mktemp",
            "tempfile",
            "ischroot",
            "pidof",
            // rights, owners, and what is removed or empty
            "chown",
            "chmod",
            "chgrp",
            "setfacl",
            "setcap",
            "mkdir",
            "rm",
            "rmdir",
            "touch",
            "restorecon",
            "chattr",
            "dpkg-statoverride",
            "adduser",
            "addgroup",
            "useradd",
            "groupadd",
            "usermod",
            "deluser",
            "systemd-sysusers",
            // compiled modules, the loader's cache, services, menus, and what exists for upgrades only
            "py3compile",
            "pypy3compile",
            "pycompile",
            "py3clean",
            "pyclean",
            "py3versions",
            "ldconfig",
            "dpkg",
            "dpkg-query",
            "dpkg-trigger",
            "dpkg-maintscript-helper",
            "dpkg-architecture",
            "dpkg-vendor",
            "deb-systemd-helper",
            "deb-systemd-invoke",
            "systemctl",
            "systemd-tmpfiles",
            "invoke-rc.d",
            "update-rc.d",
            "service",
            "start-stop-daemon",
            "telinit",
            "update-binfmts",
            "update-menus",
            "install-info",
            "install-docs",
            "update-mime",
            "update-shells",
            "add-shell",
            "remove-shell",
            "update-pciids",
            "ucf",
            "ucfr",
            "ucfq",
            "update-initramfs",
            "update-passwd",
            "needrestart",
            "systemd",
            "update-ca-certificates",
            "deb-gview",
            "kill",
            "killall");

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

    private static final Pattern FUNCTION = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    /** Values of a loop's variable, and of what is nested in it, together. */
    private static final int MAX_EXPANSIONS = 1000;

    /** More than any package has. */
    private static final int MAX_ALTERNATIVES = 10_000;

    private final List<Alternative> alternatives = new ArrayList<>();
    private final List<Diversion> diversions = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();

    /** Values that a variable may have; several only of one in a loop. */
    private final Map<String, List<String>> variables = new HashMap<>();

    private final Set<String> functions = new HashSet<>();
    private final String packageName;
    private final String multiarch;

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
        String command = words.get(first);
        List<String> arguments = words.subList(first + 1, words.size());
        if (command.equals("for")) {
            loop(arguments);
            return;
        }
        String program = command.substring(command.lastIndexOf('/') + 1);
        boolean understood =
                switch (program) {
                    case "update-alternatives" -> expand(arguments).stream().allMatch(this::alternative);
                    case "dpkg-divert" -> expand(arguments).stream().allMatch(this::divert);
                    case "case" -> true;
                    case "sed" -> arguments.stream().noneMatch(each -> each.startsWith("-i"));
                    case "." -> arguments.toString().contains("confmodule");
                    default ->
                        WITHOUT_EFFECT.contains(program)
                                || program.startsWith("db_")
                                || functions.contains(program)
                                || COMPILES.matcher(statement.text()).matches();
                };
        if (!understood || writes(arguments)) {
            unknown.add(statement.text());
        }
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
        List<List<String>> expanded = List.of(words.stream()
                .map(each -> MULTIARCH.matcher(each).replaceAll(multiarch))
                .toList());
        for (String variable : variablesIn(words)) {
            List<String> values = variables.getOrDefault(variable, List.of());
            if (values.isEmpty() || values.size() * expanded.size() > MAX_EXPANSIONS) {
                continue;
            }
            List<List<String>> more = new ArrayList<>();
            for (List<String> each : expanded) {
                for (String value : values) {
                    more.add(each.stream()
                            .map(word -> replace(word, variable, value))
                            .toList());
                }
            }
            expanded = more;
        }
        return expanded;
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

    private static String replace(String word, String variable, String value) {
        return VARIABLE.matcher(word)
                .replaceAll(found -> variable.equals(found.group(1)) || variable.equals(found.group(2))
                        ? Matcher.quoteReplacement(value)
                        : Matcher.quoteReplacement(found.group()));
    }

    private static boolean isPath(String word) {
        return word.startsWith("/") && word.indexOf('$') < 0 && word.indexOf('`') < 0;
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
                || alternatives.size() >= MAX_ALTERNATIVES
                || !isPath(arguments.get(at + 1))
                || !isPath(arguments.get(at + 3))
                || !arguments.get(at + 4).matches("-?[0-9]{1,9}")) {
            return false;
        }
        List<Alternative.Link> links =
                new ArrayList<>(List.of(new Alternative.Link(arguments.get(at + 1), arguments.get(at + 3))));
        boolean all = true;
        for (int i = at + 5; i < arguments.size(); i++) {
            if (arguments.get(i).equals("--slave") && i + 3 < arguments.size()) {
                if (isPath(arguments.get(i + 1)) && isPath(arguments.get(i + 3))) {
                    links.add(new Alternative.Link(arguments.get(i + 1), arguments.get(i + 3)));
                } else {
                    all = false;
                }
                i += 3;
            }
        }
        alternatives.add(new Alternative(arguments.get(at + 2), Integer.parseInt(arguments.get(at + 4)), links));
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
        if (files.size() != 1 || !isPath(files.get(0)) || (!to.isEmpty() && !isPath(to)) || owner.indexOf('$') >= 0) {
            return false;
        }
        diversions.add(new Diversion(owner, files.get(0), to.isEmpty() ? files.get(0) + ".distrib" : to));
        return true;
    }
}
