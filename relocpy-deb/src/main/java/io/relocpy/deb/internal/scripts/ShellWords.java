package io.relocpy.deb.internal.scripts;

import io.relocpy.deb.internal.scripts.ShellCommand.Redirection;
import io.relocpy.deb.internal.scripts.ShellCommand.Word;
import io.relocpy.repository.FormatException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the grammar of shell scripts consists of: words with their quotes and expansions, reserved words, redirections, and
 * here-documents. The commands in command substitutions are left to the parser. Not safe for use by several threads.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html">Shell Command Language</a>
 */
abstract class ShellWords {
    /** Commands and expansions in each other; those of real scripts are a tenth as deep. */
    static final int MAX_DEPTH = 100;

    static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    static final String ENDS_WORD = " \t\n;&|<>()";
    static final Word EMPTY = new Word(List.of(), "");

    private static final Pattern REDIRECTION =
            Pattern.compile("([0-9]*)(<<<|<<-|<<|<&|<>|<|>>|>\\||>&|>|&>>|&>)(?!\\()[ \t]*");

    final String text;
    final boolean bash;
    final int line;
    int at;
    int depth;
    private Queue<HereDocument> hereDocuments = new ArrayDeque<>();

    /** What is to be read at the end of the line. */
    private record HereDocument(String end, boolean tabs, boolean expanded, List<ShellCommand> substitutions) {}

    /** @param line of the text in the whole script, for messages */
    ShellWords(String text, boolean bash, int line, int depth) {
        this.text = text;
        this.bash = bash;
        this.line = line;
        this.depth = depth;
    }

    /** The commands up to the parenthesis that closes them. */
    abstract ShellCommand closed() throws FormatException;

    /** All commands of the text. */
    abstract ShellCommand all() throws FormatException;

    /** For a text in this one. */
    abstract ShellWords nested(String other);

    final boolean awaitsHereDocument() {
        return !hereDocuments.isEmpty();
    }

    final FormatException bad(String expected) {
        int end = Math.min(at, text.length());
        long lines = text.substring(0, end).chars().filter(c -> c == '\n').count();
        String rest = text.substring(end, Math.min(end + 40, text.length()))
                .lines()
                .findFirst()
                .orElse("");
        return new FormatException("line " + (line + lines), expected, rest.isEmpty() ? "the end" : "\"" + rest + "\"");
    }

    final char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    final boolean skip(String what) {
        boolean found = text.startsWith(what, at);
        at += found ? what.length() : 0;
        return found;
    }

    /** Blanks, continued lines and comments. */
    final void skipBlanks() {
        while (at < text.length()) {
            if (peek() == ' ' || peek() == '\t') {
                at++;
            } else if (peek() == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (!skip("\\\n")) {
                return;
            }
        }
    }

    final void skipLines() throws FormatException {
        skipBlanks();
        while (peek() == '\n') {
            at++;
            readHereDocuments();
            skipBlanks();
        }
    }

    /** The word here, for the reserved ones and {@code ;;}; not consumed. */
    final String reserved() {
        if (text.startsWith(";;", at)) {
            return ";;";
        }
        int end = at;
        while (end < text.length() && ENDS_WORD.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(at, end);
    }

    final boolean take(String word) {
        boolean found = reserved().equals(word);
        at += found ? word.length() : 0;
        return found;
    }

    final void require(String word) throws FormatException {
        skipLines();
        if (!take(word)) {
            throw bad(word);
        }
    }

    /** Whether there was one. */
    final boolean redirection(List<Redirection> redirections) throws FormatException {
        Matcher found = REDIRECTION.matcher(text).region(at, text.length());
        if (!found.lookingAt()) {
            return false;
        }
        String operator = found.group(2);
        if (!bash && (operator.startsWith("&") || operator.equals("<<<"))) {
            if (operator.equals("<<<")) {
                throw bad("a redirection");
            }
            return false; // in the background, and a redirection of the next command
        }
        at = found.end();
        List<ShellCommand> substitutions = new ArrayList<>();
        Word target = word();
        if (operator.startsWith("<<") && !operator.equals("<<<")) {
            StringBuilder end = new StringBuilder();
            boolean expanded = true;
            for (ShellCommand.Part part : target.parts()) {
                if (!(part instanceof ShellCommand.Literal literal)) {
                    throw bad("the end of a here-document");
                }
                end.append(literal.text());
                expanded &= !literal.quoted();
            }
            hereDocuments.add(new HereDocument(end.toString(), operator.equals("<<-"), expanded, substitutions));
        }
        redirections.add(new Redirection(operator, target, substitutions));
        return true;
    }

    private void readHereDocuments() throws FormatException {
        for (HereDocument document = hereDocuments.poll(); document != null; document = hereDocuments.poll()) {
            int start = at;
            boolean continued = false;
            boolean ended = false;
            while (!ended) {
                if (at == text.length()) {
                    throw bad("the end of a here-document, " + document.end);
                }
                int end = text.indexOf('\n', at);
                String found = text.substring(at, end < 0 ? text.length() : end);
                String compared = document.tabs ? found.replaceFirst("^\t+", "") : found;
                ended = !continued && compared.equals(document.end);
                if (ended && document.expanded) {
                    document.substitutions.addAll(substitutions(text.substring(start, at)));
                }
                continued = document.expanded && endsInBackslash(found);
                at = end < 0 ? text.length() : end + 1;
            }
        }
    }

    private static boolean endsInBackslash(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    /** The commands in a text that is expanded, such as a here-document. */
    private List<ShellCommand> substitutions(String expanded) throws FormatException {
        List<ShellCommand.Part> parts = new ArrayList<>();
        nested(expanded).quoted(parts, '\0');
        return substitutions(parts);
    }

    private static List<ShellCommand> substitutions(List<ShellCommand.Part> parts) {
        List<ShellCommand> found = new ArrayList<>();
        for (ShellCommand.Part part : parts) {
            if (part instanceof ShellCommand.Substitution substitution) {
                found.add(substitution.body());
            } else if (part instanceof ShellCommand.Opaque opaque) {
                found.addAll(opaque.substitutions());
            } else if (part instanceof ShellCommand.Parameter parameter) {
                found.addAll(substitutions(parameter.argument().parts()));
            }
        }
        return found;
    }

    final Word word() throws FormatException {
        int start = at;
        List<ShellCommand.Part> parts = new ArrayList<>();
        unquoted(parts, ENDS_WORD);
        if (at == start) {
            throw bad("a word");
        }
        return new Word(List.copyOf(parts), text.substring(start, at));
    }

    /** Up to one of the characters that end it. */
    private void unquoted(List<ShellCommand.Part> parts, String ends) throws FormatException {
        StringBuilder literal = new StringBuilder();
        while (at < text.length() && ends.indexOf(peek()) < 0) {
            char c = peek();
            if (c != '\\' && c != '\'' && c != '"' && c != '$' && c != '`') {
                literal.append(c);
                at++;
            } else if (!skip("\\\n")) {
                flush(literal, false, parts);
                special(c, parts);
            }
        }
        if (at < text.length() && bash && (peek() == '<' || peek() == '>') && text.startsWith("(", at + 1)) {
            throw bad("no process substitution");
        }
        flush(literal, false, parts);
    }

    private static void flush(StringBuilder literal, boolean quoted, List<ShellCommand.Part> parts) {
        if (!literal.isEmpty()) {
            parts.add(new ShellCommand.Literal(literal.toString(), quoted));
            literal.setLength(0);
        }
    }

    private void special(char c, List<ShellCommand.Part> parts) throws FormatException {
        switch (c) {
            case '\\' -> {
                parts.add(new ShellCommand.Literal(text.substring(at + 1, Math.min(at + 2, text.length())), true));
                at = Math.min(at + 2, text.length());
            }
            case '\'' -> {
                int end = text.indexOf('\'', at + 1);
                if (end < 0) {
                    throw bad("an end of the quotes");
                }
                parts.add(new ShellCommand.Literal(text.substring(at + 1, end), true));
                at = end + 1;
            }
            case '"' -> {
                at++;
                parts.add(new ShellCommand.Literal("", true)); // even if nothing is in it
                quoted(parts, '"');
                if (!skip("\"")) {
                    throw bad("an end of the quotes");
                }
            }
            default -> expansion(false, parts);
        }
    }

    /** As in double quotes, up to a character. */
    private void quoted(List<ShellCommand.Part> parts, char end) throws FormatException {
        StringBuilder literal = new StringBuilder();
        while (at < text.length() && (end == '\0' || peek() != end)) {
            char c = peek();
            if (c == '\\' && at + 1 < text.length()) {
                char next = text.charAt(at + 1);
                boolean escaped = "\"\\$`\n".indexOf(next) >= 0 || next == end;
                literal.append(escaped ? "" : "\\").append(next == '\n' ? "" : next);
                at += 2;
            } else if (c == '"' && end == '}') {
                throw bad("no quotes in a quoted expansion");
            } else if (c == '$' || c == '`') {
                flush(literal, true, parts);
                expansion(true, parts);
            } else {
                literal.append(c);
                at++;
            }
        }
        flush(literal, true, parts);
    }

    private void expansion(boolean quoted, List<ShellCommand.Part> parts) throws FormatException {
        if (++depth > MAX_DEPTH) {
            throw bad("at most " + MAX_DEPTH + " expansions in each other");
        }
        if (peek() == '`') {
            parts.add(backquoted(quoted));
        } else if (text.startsWith("$((", at)) {
            parts.add(arithmetic(quoted));
        } else if (skip("$(")) {
            Queue<HereDocument> outer = hereDocuments;
            hereDocuments = new ArrayDeque<>();
            parts.add(new ShellCommand.Substitution(closed(), quoted));
            if (!hereDocuments.isEmpty()) {
                throw bad("a here-document before the end of the substitution");
            }
            hereDocuments = outer;
        } else if (skip("${")) {
            parts.add(parameter(quoted));
        } else if (bash && !quoted && (text.startsWith("$'", at) || text.startsWith("$\"", at))) {
            throw bad("no quotes with a dollar");
        } else {
            at++;
            String name = name();
            parts.add(
                    name.isEmpty()
                            ? new ShellCommand.Literal("$", quoted)
                            : new ShellCommand.Parameter(name, "", EMPTY, quoted));
        }
        depth--;
    }

    /** Of a parameter, without braces; empty for none. */
    private String name() {
        Matcher name = NAME.matcher(text).region(at, text.length());
        int length = name.lookingAt() ? name.end() - at : at < text.length() && isSpecial(peek()) ? 1 : 0;
        at += length;
        return text.substring(at - length, at);
    }

    private static boolean isSpecial(char c) {
        return Character.digit(c, 10) >= 0 || "@*#?$!-".indexOf(c) >= 0;
    }

    private ShellCommand.Part parameter(boolean quoted) throws FormatException {
        boolean length = peek() == '#' && !text.startsWith("#}", at);
        at += length ? 1 : 0;
        String name = name();
        while (name.matches("[0-9]+") && Character.digit(peek(), 10) >= 0) {
            name += text.charAt(at++);
        }
        int start = at;
        while (at < text.length() && ":-=+?".indexOf(peek()) >= 0 && at - start < 2) {
            at++;
        }
        String operator = text.substring(start, at);
        boolean known = !length && !name.isEmpty() && operator.matches("|:?[-=+?]");
        int from = at;
        List<ShellCommand.Part> parts = new ArrayList<>();
        if (quoted) {
            quoted(parts, '}');
        } else {
            unquoted(parts, "}");
        }
        known &= !operator.isEmpty() || at == from;
        Word argument = new Word(List.copyOf(parts), text.substring(from, at));
        if (!skip("}")) {
            throw bad("}");
        }
        return known
                ? new ShellCommand.Parameter(name, operator, argument, quoted)
                : new ShellCommand.Opaque(substitutions(parts), quoted);
    }

    private ShellCommand.Part arithmetic(boolean quoted) throws FormatException {
        int start = at + 3;
        int open = 2;
        int end = start;
        while (end < text.length() && open > 0) {
            open += text.charAt(end) == '(' ? 1 : text.charAt(end) == ')' ? -1 : 0;
            end++;
        }
        if (open > 0 || text.charAt(end - 2) != ')') {
            throw bad("an arithmetic expression");
        }
        at = end;
        return new ShellCommand.Opaque(substitutions(text.substring(start, end - 2)), quoted);
    }

    private ShellCommand.Part backquoted(boolean quoted) throws FormatException {
        StringBuilder script = new StringBuilder();
        int start = at++;
        while (at < text.length() && peek() != '`') {
            if (peek() == '\\' && at + 1 < text.length()) {
                char next = text.charAt(at + 1);
                boolean escaped = "\\$`".indexOf(next) >= 0 || (quoted && next == '"');
                script.append(escaped ? "" : "\\").append(next);
                at += 2;
            } else {
                script.append(text.charAt(at++));
            }
        }
        if (!skip("`")) {
            at = start;
            throw bad("an end of the command substitution");
        }
        return new ShellCommand.Substitution(nested(script.toString()).all(), quoted);
    }
}
