package io.relocpy.deb.internal.solver;

import io.relocpy.repository.internal.text.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads patterns such as {@code ?name(^lib)} or {@code ~n^lib!~ndev$}, as far as they tell packages by their names.
 *
 * @see <a href="https://manpages.debian.org/apt-patterns.7">apt-patterns(7)</a>
 */
final class NamePattern {
    private static final int MAX_DEPTH = 100;

    /** Where an argument ends. */
    private static final String ENDS = "|,()";

    /** Where that of a short term ends; no argument begins with these. */
    private static final String SHORT_ENDS = ENDS + "!?~ ";

    private static final String LETTERS = "[0-9A-Za-z-]";

    private static final Set<String> OTHER_TERMS = Set.of(
            "?all-versions",
            "?any-version",
            "?architecture",
            "?archive",
            "?automatic",
            "?broken",
            "?codename",
            "?config-files",
            "?essential",
            "?garbage",
            "?installed",
            "?narrow",
            "?obsolete",
            "?origin",
            "?priority",
            "?section",
            "?source-package",
            "?source-version",
            "?upgradable",
            "?version",
            "?virtual");

    private static final Pattern DEPENDENCIES = Pattern.compile("\\?(?:reverse-)?"
            + "(?:depends|pre-?depends|suggests|recommends|conflicts|replaces|obsoletes|breaks|enhances)");

    private static final String OTHER_SHORT_TERMS = "rMbcEgioUvAOseVpDR";

    private final String text;
    private int at;
    private int depth;

    private NamePattern(String text) {
        this.text = text;
    }

    /**
     * What a pattern says of a name; empty if the word is no pattern by apt's grammar, so that it may be something else.
     *
     * @throws SolverFailure if the pattern asks for something else than names
     */
    static Optional<Predicate<String>> of(String word) throws SolverFailure {
        if (!word.startsWith("?") && !word.startsWith("~")) {
            return Optional.empty();
        }
        NamePattern pattern = new NamePattern(word);
        try {
            Predicate<String> names = pattern.alternatives();
            return pattern.at == word.length() ? Optional.of(names) : Optional.empty();
        } catch (SyntaxException e) {
            return Optional.empty();
        }
    }

    private static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Patterns with bars between them. */
    Predicate<String> alternatives() throws SyntaxException, SolverFailure {
        if (++depth > MAX_DEPTH) {
            throw new SyntaxException();
        }
        Predicate<String> any = conjunction();
        while (skip('|')) {
            skipSpace();
            any = any.or(conjunction());
        }
        depth--;
        return any;
    }

    /** Patterns one after the other, of which all have to match. */
    private Predicate<String> conjunction() throws SyntaxException, SolverFailure {
        Predicate<String> all = single();
        skipSpace();
        while (at < text.length() && "?~!(".indexOf(text.charAt(at)) >= 0) {
            all = all.and(single());
            skipSpace();
        }
        return all;
    }

    private Predicate<String> single() throws SyntaxException, SolverFailure {
        boolean negated = false;
        while (skip('!')) {
            negated = !negated;
            skipSpace();
        }
        Predicate<String> one = skip('(') ? group() : skip('~') ? shortTerm() : skip('?') ? term() : wrong();
        return negated ? one.negate() : one;
    }

    private Predicate<String> group() throws SyntaxException, SolverFailure {
        skipSpace();
        Predicate<String> inside = alternatives();
        skipSpace();
        return skip(')') ? inside : wrong();
    }

    private Predicate<String> shortTerm() throws SyntaxException, SolverFailure {
        if (skip('T')) {
            return name -> true;
        }
        if (skip('F')) {
            return name -> false;
        }
        if (skip('n')) {
            return matching(word(SHORT_ENDS));
        }
        return at < text.length() && OTHER_SHORT_TERMS.indexOf(text.charAt(at)) >= 0
                ? refused("~" + text.charAt(at))
                : wrong();
    }

    private Predicate<String> term() throws SyntaxException, SolverFailure {
        int start = at;
        while (at < text.length() && text.substring(at, at + 1).matches(LETTERS)) {
            at++;
        }
        String term = "?" + text.substring(start, at);
        return switch (term) {
            case "?true" -> name -> true;
            case "?false" -> name -> false;
            case "?name" -> matching(argument());
            case "?exact-name" -> argument()::equals;
            case "?x-name-fnmatch" -> glob(argument());
            case "?not" -> {
                List<Predicate<String>> one = patterns();
                yield one.size() == 1 ? one.get(0).negate() : wrong();
            }
            case "?and" -> patterns().stream().reduce(name -> true, Predicate::and);
            case "?or" -> patterns().stream().reduce(name -> false, Predicate::or);
            default -> OTHER_TERMS.contains(term) || DEPENDENCIES.matcher(term).matches() ? refused(term) : wrong();
        };
    }

    private String argument() throws SyntaxException {
        expect('(');
        skipSpace();
        String word = word(ENDS);
        skipSpace();
        expect(')');
        return word;
    }

    private List<Predicate<String>> patterns() throws SyntaxException, SolverFailure {
        List<Predicate<String>> patterns = new ArrayList<>();
        expect('(');
        skipSpace();
        while (!skip(')')) {
            patterns.add(alternatives());
            skipSpace();
            if (!skip(',')) {
                expect(')');
                break;
            }
            skipSpace();
        }
        return patterns;
    }

    /** A word up to one of some characters, or in quotes. */
    private String word(String ends) throws SyntaxException {
        int start = at;
        if (skip('"')) {
            int close = text.indexOf('"', at);
            if (close < 0) {
                throw new SyntaxException();
            }
            at = close + 1;
            return text.substring(start + 1, close);
        }
        if (at == text.length() || SHORT_ENDS.indexOf(text.charAt(at)) >= 0) {
            throw new SyntaxException();
        }
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    /** As for apt, an expression with a mistake matches nothing. */
    private static Predicate<String> matching(String expression) {
        return expression(expression).orElse(name -> false);
    }

    /** What a regular expression finds, in any case; empty if it has a mistake. */
    static Optional<Predicate<String>> expression(String text) {
        try {
            Pattern pattern = Pattern.compile(text, Pattern.CASE_INSENSITIVE);
            return Optional.of(name -> pattern.matcher(name).find());
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    private Predicate<String> refused(String term) throws SolverFailure {
        throw SolverFailure.unsupportedPattern(text, term);
    }

    private static Predicate<String> wrong() throws SyntaxException {
        throw new SyntaxException();
    }

    private void expect(char expected) throws SyntaxException {
        if (!skip(expected)) {
            throw new SyntaxException();
        }
    }

    private boolean skip(char expected) {
        boolean there = at < text.length() && text.charAt(at) == expected;
        at += there ? 1 : 0;
        return there;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private static Predicate<String> glob(String pattern) {
        String lower = pattern.toLowerCase(Locale.ROOT);
        return name -> Glob.matches(lower, name.toLowerCase(Locale.ROOT));
    }
}
