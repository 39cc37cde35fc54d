package io.relocpy.deb.internal.scripts;

import io.relocpy.deb.internal.scripts.ScriptWords.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Conditions of scripts that only concern text. */
final class ShellTest {
    private ShellTest() {}

    /** What {@code test} says; empty if that depends on more than its arguments. */
    static Optional<Boolean> of(List<Field> arguments) {
        List<Field> terms = new ArrayList<>(arguments);
        if (!terms.isEmpty() && terms.get(terms.size() - 1).text().equals("]")) {
            terms.remove(terms.size() - 1);
        }
        return or(terms);
    }

    private static Optional<Boolean> or(List<Field> terms) {
        int at = operator(terms, "-o");
        if (at < 0) {
            return and(terms);
        }
        Optional<Boolean> left = and(terms.subList(0, at));
        Optional<Boolean> right = or(terms.subList(at + 1, terms.size()));
        boolean decided = left.orElse(false) || right.orElse(false);
        return decided ? Optional.of(true) : left.isPresent() ? right : left;
    }

    private static Optional<Boolean> and(List<Field> terms) {
        int at = operator(terms, "-a");
        if (at < 0) {
            return term(terms);
        }
        Optional<Boolean> left = term(terms.subList(0, at));
        Optional<Boolean> right = and(terms.subList(at + 1, terms.size()));
        boolean decided = !left.orElse(true) || !right.orElse(true);
        return decided ? Optional.of(false) : left.isPresent() ? right : left;
    }

    /** Where an operator is that joins two conditions; of up to three words, it is a text. */
    private static int operator(List<Field> terms, String operator) {
        for (int i = 1; i + 1 < terms.size() && terms.size() > 3; i++) {
            if (terms.get(i).text().equals(operator)) {
                return i;
            }
        }
        return -1;
    }

    private static Optional<Boolean> term(List<Field> terms) {
        if (!terms.stream().allMatch(Field::known)) {
            return Optional.empty();
        }
        List<String> words = terms.stream().map(Field::text).toList();
        if (words.size() > 1 && words.get(0).equals("!")) {
            return term(terms.subList(1, terms.size())).map(each -> !each);
        }
        return switch (words.size()) {
            case 0 -> Optional.of(false);
            case 1 -> Optional.of(!words.get(0).isEmpty());
            case 2 ->
                switch (words.get(0)) {
                    case "-n" -> Optional.of(!words.get(1).isEmpty());
                    case "-z" -> Optional.of(words.get(1).isEmpty());
                    default -> Optional.empty();
                };
            case 3 ->
                switch (words.get(1)) {
                    case "=", "==" -> Optional.of(words.get(0).equals(words.get(2)));
                    case "!=" -> Optional.of(!words.get(0).equals(words.get(2)));
                    default -> Optional.empty();
                };
            default -> Optional.empty();
        };
    }

    /** What {@code dpkg --compare-versions} says if the first version is empty: nothing was installed before. */
    static Optional<Boolean> compareVersions(List<Field> arguments) {
        boolean first = arguments.size() == 4
                && arguments.stream().allMatch(Field::known)
                && arguments.get(0).text().equals("--compare-versions")
                && arguments.get(1).text().isEmpty()
                && !arguments.get(3).text().isEmpty();
        if (!first) {
            return Optional.empty();
        }
        return switch (arguments.get(2).text()) {
            case "lt", "le", "ne", "gt-nl", "ge-nl" -> Optional.of(true);
            case "gt", "ge", "eq", "lt-nl", "le-nl" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
