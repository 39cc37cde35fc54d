package io.relocpy.rpm;

import io.relocpy.repository.FormatException;
import io.relocpy.rpm.RichDependency.Operator;
import io.relocpy.rpm.internal.names.PackageNames;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parses the text form of a {@link Dependency}; each instance is used once.
 *
 * <p>The grammar of boolean dependencies is that of rpm's {@code rpmrichParse}: a chain repeats one of {@code and},
 * {@code or}, {@code with}; {@code if} and {@code unless} may be followed by one {@code else}; nothing else chains.
 */
final class DependencyParser {
    private static final String ELSE = "else";

    private final String text;
    private int position;

    DependencyParser(String text) {
        this.text = text;
    }

    Dependency parse() throws FormatException {
        skipSpace();
        Dependency result = peek() == '(' ? parseRich(1) : parseSimple();
        skipSpace();
        if (position < text.length()) {
            throw malformed("the end of the dependency");
        }
        return result;
    }

    /** Parses {@code name [operator version]} up to the end of the text; a path may contain spaces. */
    private Capability parseSimple() throws FormatException {
        String whole = stripped();
        if (whole.startsWith("/") && PackageNames.isCapability(whole) && !whole.matches(".*\\s[<=>]{1,2}\\s+\\S+")) {
            position = text.length();
            return Capability.of(whole);
        }
        return parseCapability(false);
    }

    private Dependency parseRich(int depth) throws FormatException {
        position++;
        Dependency result = parseChain(depth, null);
        position++;
        return result;
    }

    /** Parses operands up to the closing parenthesis, which is not consumed. */
    private Dependency parseChain(int depth, @Nullable Operator chain) throws FormatException {
        if (depth > RichDependency.MAX_DEPTH) {
            throw malformed("at most " + RichDependency.MAX_DEPTH + " nested operators");
        }
        Dependency left = parseOperand(depth);
        if (peek() == ')') {
            return left;
        }
        Operator operator = parseOperator(chain);
        if (operator == Operator.IF || operator == Operator.UNLESS) {
            Dependency condition = parseOperand(depth);
            Optional<Dependency> otherwise = Optional.empty();
            if (peek() != ')') {
                takeElse();
                otherwise = Optional.of(parseOperand(depth));
            }
            expectClosing();
            return new RichDependency(operator, left, condition, otherwise);
        }
        Dependency right = parseChain(depth + 1, operator);
        return new RichDependency(operator, left, right);
    }

    private Dependency parseOperand(int depth) throws FormatException {
        skipSpace();
        Dependency operand = peek() == '(' ? parseRich(depth + 1) : parseCapability(true);
        skipSpace();
        return operand;
    }

    private Operator parseOperator(@Nullable Operator chain) throws FormatException {
        int start = position;
        String word = takeWord(true);
        for (Operator operator : Operator.values()) {
            if (operator.keyword().equals(word)) {
                boolean chains = operator == Operator.AND || operator == Operator.OR || operator == Operator.WITH;
                if (chain != null && (operator != chain || !chains)) {
                    position = start;
                    throw malformed("')' or another '" + chain.keyword() + "'");
                }
                return operator;
            }
        }
        position = start;
        throw malformed("')' or one of and, or, if, unless, with, without");
    }

    private void takeElse() throws FormatException {
        int start = position;
        if (!takeWord(true).equals(ELSE)) {
            position = start;
            throw malformed("')' or 'else'");
        }
    }

    private void expectClosing() throws FormatException {
        if (peek() != ')') {
            throw malformed("')'");
        }
    }

    private Capability parseCapability(boolean nested) throws FormatException {
        int start = position;
        String name = takeWord(nested);
        if (!PackageNames.isCapability(name) || isComparison(name.charAt(0))) {
            position = start;
            throw malformed("a name");
        }
        skipSpace();
        if (!isComparison(peek())) {
            return Capability.of(name);
        }
        Capability.Comparison comparison = parseComparison();
        skipSpace();
        String version = takeWord(nested);
        Evr evr = Evr.parse(version);
        if (evr.version().isEmpty() || isComparison(version.charAt(0))) {
            throw malformed("a version after '" + comparison.symbol() + "'");
        }
        return new Capability(name, comparison, evr);
    }

    private Capability.Comparison parseComparison() throws FormatException {
        int start = position;
        while (isComparison(peek())) {
            position++;
        }
        String symbol = text.substring(start, position);
        return switch (symbol) {
            case "<" -> Capability.Comparison.LT;
            case "<=", "=<" -> Capability.Comparison.LE;
            case "=", "==" -> Capability.Comparison.EQ;
            case ">=", "=>" -> Capability.Comparison.GE;
            case ">" -> Capability.Comparison.GT;
            default -> {
                position = start;
                throw malformed("one of < <= = >= >");
            }
        };
    }

    /** Reads up to white space; within an expression, also up to a comma or an unbalanced closing parenthesis. */
    private String takeWord(boolean nested) {
        int start = position;
        int open = 0;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (isSpace(c) || (nested && (c == ',' || (c == ')' && open-- <= 0)))) {
                break;
            }
            if (c == '(') {
                open++;
            }
            position++;
        }
        return text.substring(start, position);
    }

    /** Strips white space, which rpm defines more narrowly than Java. */
    private String stripped() {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private void skipSpace() {
        while (position < text.length() && isSpace(text.charAt(position))) {
            position++;
        }
    }

    private char peek() {
        return position < text.length() ? text.charAt(position) : 0;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static boolean isComparison(char c) {
        return c == '<' || c == '=' || c == '>';
    }

    private FormatException malformed(String expected) {
        String rest = text.substring(Math.min(position, text.length()));
        String found = rest.isEmpty() ? "the end" : "'" + shorten(rest, 60) + "'";
        return new FormatException(
                String.format(Locale.ROOT, "dependency '%s', character %d", shorten(text, 200), position),
                expected,
                found);
    }

    private static String shorten(String s, int length) {
        return s.length() <= length ? s : s.substring(0, length) + "…";
    }
}
