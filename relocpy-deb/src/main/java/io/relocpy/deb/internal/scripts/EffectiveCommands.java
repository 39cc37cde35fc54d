package io.relocpy.deb.internal.scripts;

import io.relocpy.deb.internal.scripts.ScriptWords.Field;
import io.relocpy.deb.internal.text.Syntax;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The commands of a script that are followed: {@code update-alternatives} and {@code dpkg-divert}. */
final class EffectiveCommands {
    /** Of an alternative. */
    private static final Pattern NAME = Pattern.compile("[^/\\s$`]+");

    /** More than any package has. */
    private static final int MAX_EFFECTS = 10_000;

    private static final int MAX_PATH = 4095;

    private final String packageName;
    private final List<AlternativesCommand> alternatives = new ArrayList<>();
    private final List<Diversion> diversions = new ArrayList<>();

    /**
     * Begins with nothing.
     *
     * @param packageName whose script it is
     */
    EffectiveCommands(String packageName) {
        this.packageName = packageName;
    }

    boolean isEmpty() {
        return alternatives.isEmpty() && diversions.isEmpty();
    }

    List<AlternativesCommand> alternatives() {
        return alternatives;
    }

    List<Diversion> diversions() {
        return diversions;
    }

    /** Those up to the first that is not known. */
    private static List<String> known(List<Field> arguments) {
        return arguments.stream().takeWhile(Field::known).map(Field::text).toList();
    }

    /** The path without parts that mean nothing; empty for what is no path. */
    private static Optional<String> path(String word) {
        if (!word.startsWith("/") || word.length() > MAX_PATH || word.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
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

    /**
     * Reads the arguments of update-alternatives; false if not all of them are understood.
     *
     * @param certain whether the command is run in any case: else, what it removes may be what another way makes
     */
    boolean alternative(List<Field> fields, boolean certain) {
        List<String> known = known(fields);
        List<String> arguments = known.stream()
                .filter(each -> !each.matches("--(?:quiet|verbose|force|skip-auto)"))
                .toList();
        if (arguments.isEmpty()) {
            return false;
        }
        boolean all = known.size() == fields.size();
        List<String> operands = arguments.subList(1, arguments.size());
        return switch (arguments.get(0)) {
            case "--install" -> alternatives.size() < MAX_EFFECTS && install(operands) && all;
            case "--remove" ->
                all && operands.size() == 2 && (!certain || remove(operands.get(0), path(operands.get(1))));
            case "--remove-all" ->
                all && operands.size() == 1 && (!certain || remove(operands.get(0), Optional.empty()));
            case "--auto", "--display", "--query", "--list", "--get-selections" -> true;
            default -> false;
        };
    }

    private boolean remove(String name, Optional<String> path) {
        return alternatives.size() < MAX_EFFECTS && alternatives.add(new AlternativesCommand.Removal(name, path));
    }

    private boolean install(List<String> operands) {
        if (operands.size() < 4 || !operands.get(3).matches("-?[0-9]{1,9}")) {
            return false;
        }
        String name = operands.get(1);
        Optional<Alternative.Link> master = link(operands.get(0), name, operands.get(2));
        if (master.isEmpty()) {
            return false;
        }
        Map<String, Alternative.Link> links =
                new LinkedHashMap<>(Map.of(master.get().path(), master.get()));
        boolean all = true;
        int at = 4;
        while (at + 3 < operands.size() && operands.get(at).equals("--slave")) {
            Optional<Alternative.Link> slave = link(operands.get(at + 1), operands.get(at + 2), operands.get(at + 3));
            all &= slave.isPresent() && links.putIfAbsent(slave.get().path(), slave.get()) == null;
            at += 4;
        }
        alternatives.add(new Alternative(name, Integer.parseInt(operands.get(3)), List.copyOf(links.values())));
        return all && at == operands.size();
    }

    /** Reads the arguments of dpkg-divert, as above; false if they are not understood. */
    boolean divert(List<Field> fields, boolean certain) {
        List<String> arguments = known(fields);
        if (arguments.size() < fields.size()) {
            return false;
        }
        String owner = packageName;
        String to = "";
        boolean removes = false;
        List<String> files = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            boolean more = i + 1 < arguments.size();
            switch (argument) {
                case "--package" -> owner = more ? arguments.get(++i) : owner;
                case "--divert" -> to = more ? arguments.get(++i) : to;
                case "--local" -> owner = "";
                case "--remove" -> removes = true;
                case "--list", "--listpackage", "--truename", "--version" -> {
                    return true;
                }
                case "--add", "--rename", "--no-rename", "--quiet" -> {}
                default -> {
                    if (argument.startsWith("-")) {
                        return false;
                    }
                    files.add(argument);
                }
            }
        }
        Optional<String> from = files.size() == 1 ? path(files.get(0)) : Optional.empty();
        boolean valid =
                from.isPresent() && diversions.size() < MAX_EFFECTS && (owner.isEmpty() || Syntax.isPackageName(owner));
        if (!valid || removes) {
            return valid && (!certain || diversions.add(new Diversion(owner, from.get(), Optional.empty())));
        }
        Optional<String> elsewhere = to.isEmpty() ? from.map(path -> path + ".distrib") : path(to);
        return elsewhere.isPresent()
                && !from.equals(elsewhere)
                && diversions.add(new Diversion(owner, from.get(), elsewhere));
    }
}
