package io.relocpy.deb.internal.scripts;

import io.relocpy.deb.internal.scripts.ShellCommand.Literal;
import io.relocpy.deb.internal.scripts.ShellCommand.Opaque;
import io.relocpy.deb.internal.scripts.ShellCommand.Parameter;
import io.relocpy.deb.internal.scripts.ShellCommand.Part;
import io.relocpy.deb.internal.scripts.ShellCommand.Substitution;
import io.relocpy.deb.internal.scripts.ShellCommand.Word;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Expands words as a shell does, as far as the result is known without running anything. */
final class ScriptWords {
    /** Characters of all values together: a variable that doubles itself would have no end. */
    private static final int MAX_EXPANDED = 4 << 20;

    /** In characters; those of real scripts are short. */
    private static final int MAX_PATTERN = 200;

    /** What the commands of a substitution print, if that is known. */
    private final Function<ShellCommand, Optional<String>> output;

    private int expanded;

    /**
     * A word after expansion.
     *
     * @param known whether it is exactly this one word
     */
    record Field(String text, boolean known) {
        static final Field UNKNOWN = new Field("", false);

        static Field of(String text) {
            return new Field(text, true);
        }
    }

    ScriptWords(Function<ShellCommand, Optional<String>> output) {
        this.output = output;
    }

    private static boolean isPattern(String text) {
        int bracket = text.indexOf('[');
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || (bracket >= 0 && text.indexOf(']', bracket) >= 0);
    }

    /** Whether there are characters left for a value. */
    private boolean charge(int length) {
        expanded = Math.min(expanded + length, MAX_EXPANDED + 1);
        return expanded <= MAX_EXPANDED;
    }

    /** The fields of words; commands in them are read. */
    List<Field> fields(List<Word> words, Scope scope) {
        List<Field> fields = new ArrayList<>();
        for (Word word : words) {
            new Expansion(scope, true).add(word, fields);
        }
        return fields;
    }

    /** A word that is one field, as the value of a variable is. */
    Field field(Word word, Scope scope) {
        List<Field> fields = new ArrayList<>();
        new Expansion(scope, false).add(word, fields);
        return fields.isEmpty() ? Field.of("") : fields.get(0);
    }

    /** Whether a text matches a pattern of {@code case}; empty if that is not known. */
    Optional<Boolean> matches(Field subject, Word pattern, Scope scope) {
        StringBuilder characters = new StringBuilder();
        BitSet wild = new BitSet();
        boolean known = subject.known();
        for (Part part : pattern.parts()) {
            Field text = part instanceof Literal literal
                    ? Field.of(literal.text())
                    : field(new Word(List.of(part), ""), scope);
            known &= text.known();
            for (int i = 0; i < text.text().length(); i++) {
                char c = text.text().charAt(i);
                known &= part.quoted() || c != '[';
                wild.set(characters.length(), !part.quoted() && (c == '*' || c == '?'));
                characters.append(c);
            }
        }
        if (characters.toString().equals("*") && wild.get(0)) {
            return Optional.of(true);
        }
        boolean decided =
                known && characters.length() <= MAX_PATTERN && subject.text().length() <= MAX_PATTERN;
        return decided ? Optional.of(matches(subject.text(), characters, wild)) : Optional.empty();
    }

    /** Goes back to the last star only, so the time is bounded by the product of the lengths. */
    private static boolean matches(String text, CharSequence pattern, BitSet wild) {
        int at = 0;
        int star = -1;
        int resume = 0;
        for (int i = 0; i < text.length(); ) {
            boolean any = at < pattern.length() && wild.get(at);
            if (any && pattern.charAt(at) == '*') {
                star = at++;
                resume = i;
            } else if (any || (at < pattern.length() && pattern.charAt(at) == text.charAt(i))) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && wild.get(at) && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    /** The expansion of one word. */
    private final class Expansion {
        private final Scope scope;
        private final boolean split;
        private final StringBuilder text = new StringBuilder();
        private boolean known = true;
        private boolean present;

        Expansion(Scope scope, boolean split) {
            this.scope = scope;
            this.split = split;
        }

        void add(Word word, List<Field> fields) {
            for (Part part : word.parts()) {
                if (part instanceof Literal literal) {
                    known &= literal.quoted() || !split || !isPattern(literal.text());
                    append(literal.text());
                } else if (part instanceof Parameter parameter && isAll(parameter)) {
                    arguments(parameter, fields);
                } else if (part instanceof Parameter parameter) {
                    value(value(parameter), part, fields);
                } else if (part instanceof Substitution substitution) {
                    value(output.apply(substitution.body()), part, fields);
                } else if (part instanceof Opaque opaque) {
                    opaque.substitutions().forEach(each -> value(output.apply(each), part, new ArrayList<>()));
                    value(Optional.empty(), part, fields);
                }
            }
            end(fields);
        }

        private void append(String more) {
            if (charge(more.length())) {
                text.append(more);
            } else {
                known = false;
            }
            present = true;
        }

        private void end(List<Field> fields) {
            if (present) {
                fields.add(new Field(text.toString(), known));
            }
            text.setLength(0);
            known = true;
            present = false;
        }

        private void value(Optional<String> value, Part part, List<Field> fields) {
            if (value.isEmpty() || !charge(value.get().length())) {
                known = false;
                present = true;
            } else if (part.quoted() || !split) {
                append(value.get());
            } else {
                split(value.get(), fields);
            }
        }

        /** Of a value without quotes. */
        private void split(String value, List<Field> fields) {
            String[] words = value.split("[ \t\n]+", -1); // with an empty one where a blank is at an end
            for (int i = 0; i < words.length; i++) {
                if (i > 0) {
                    end(fields);
                }
                if (!words[i].isEmpty()) {
                    known &= !isPattern(words[i]);
                    append(words[i]);
                }
            }
        }

        private boolean isAll(Parameter parameter) {
            return parameter.operator().isEmpty()
                    && (parameter.name().equals("@") || parameter.name().equals("*"));
        }

        private void arguments(Parameter parameter, List<Field> fields) {
            List<Field> arguments = scope.arguments();
            boolean joined = !split || (parameter.quoted() && parameter.name().equals("*"));
            for (int i = 0; i < arguments.size(); i++) {
                if (i > 0 && joined) {
                    append(" ");
                } else if (i > 0) {
                    end(fields);
                }
                Field argument = arguments.get(i);
                value(argument.known() ? Optional.of(argument.text()) : Optional.empty(), parameter, fields);
            }
        }

        private Optional<String> value(Parameter parameter) {
            Optional<String> value = variable(parameter.name());
            String operator = parameter.operator();
            if (operator.isEmpty()) {
                return value;
            }
            Field argument = field(parameter.argument(), scope);
            if (value.isEmpty() || operator.endsWith("?")) {
                return Optional.empty();
            }
            boolean replaced = operator.startsWith(":") && value.get().isEmpty();
            if (operator.endsWith("+")) {
                return replaced ? Optional.of("") : argument.known() ? Optional.of(argument.text()) : Optional.empty();
            }
            if (!replaced) {
                return value;
            }
            if (operator.endsWith("=")) {
                scope.set(parameter.name(), argument.known() ? argument.text() : null);
            }
            return argument.known() ? Optional.of(argument.text()) : Optional.empty();
        }

        private Optional<String> variable(String name) {
            if (!name.matches("[1-9][0-9]{0,3}")) {
                return scope.get(name);
            }
            List<Field> arguments = scope.arguments();
            int at = Integer.parseInt(name) - 1;
            for (int i = 0; i < Math.min(at + 1, arguments.size()); i++) {
                if (!arguments.get(i).known()) { // it may be any number of them
                    return Optional.empty();
                }
            }
            return Optional.of(at < arguments.size() ? arguments.get(at).text() : "");
        }
    }
}
