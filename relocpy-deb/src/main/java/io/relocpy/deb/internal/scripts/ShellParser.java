package io.relocpy.deb.internal.scripts;

import io.relocpy.deb.internal.scripts.ShellCommand.Arm;
import io.relocpy.deb.internal.scripts.ShellCommand.Assignment;
import io.relocpy.deb.internal.scripts.ShellCommand.Redirection;
import io.relocpy.deb.internal.scripts.ShellCommand.Word;
import io.relocpy.repository.FormatException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses a shell script by the grammar of POSIX, and of bash what its scripts use most. Not safe for use by several threads.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html">Shell Command Language</a>
 */
final class ShellParser {
    /** Commands in commands; those of real scripts are a tenth as deep. */
    private static final int MAX_DEPTH = 100;

    /** More than any script of a distribution has. */
    private static final int MAX_COMMANDS = 20_000;

    /** In characters, of a command that is shown. */
    private static final int MAX_SHOWN = 1000;

    private static final String ENDS_WORD = " \t\n;&|<>()";
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern FUNCTION = Pattern.compile("([^\\s;&|<>()$`'\"\\\\=]+)[ \t]*\\([ \t]*\\)");
    private static final Pattern REDIRECTION =
            Pattern.compile("([0-9]*)(<<<|<<-|<<|<&|<>|<|>>|>\\||>&|>|&>>|&>)(?!\\()[ \t]*");
    private static final Set<String> CLOSING = Set.of("then", "else", "elif", "fi", "do", "done", "esac", "}", ";;");
    private static final Word EMPTY = new Word(List.of(), "");

    private final String text;
    private final boolean bash;
    private final int line;
    private int at;
    private int depth;
    private int commands;
    private Queue<HereDocument> hereDocuments = new ArrayDeque<>();

    /** What is to be read at the end of the line. */
    private record HereDocument(String end, boolean tabs, boolean expanded, List<ShellCommand> substitutions) {}

    private ShellParser(String text, boolean bash, int line, int depth) {
        this.text = text;
        this.bash = bash;
        this.line = line;
        this.depth = depth;
    }

    /**
     * Parses a script.
     *
     * @param bash whether bash runs it, not only a shell as POSIX defines it
     * @throws FormatException if it is no script, or not of a form that is known here
     */
    static ShellCommand parse(String script, boolean bash) throws FormatException {
        return new ShellParser(script, bash, 1, 0).all();
    }

    private ShellCommand all() throws FormatException {
        ShellCommand parsed = list();
        if (at < text.length() || !hereDocuments.isEmpty()) {
            throw bad("a command");
        }
        return parsed;
    }

    private FormatException bad(String expected) {
        int end = Math.min(at, text.length());
        long lines = text.substring(0, end).chars().filter(c -> c == '\n').count();
        String rest = text.substring(end, Math.min(end + 40, text.length()))
                .lines()
                .findFirst()
                .orElse("");
        return new FormatException("line " + (line + lines), expected, rest.isEmpty() ? "the end" : "\"" + rest + "\"");
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private boolean skip(String what) {
        boolean found = text.startsWith(what, at);
        at += found ? what.length() : 0;
        return found;
    }

    /** Blanks, continued lines and comments. */
    private void skipBlanks() {
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

    private void skipLines() throws FormatException {
        skipBlanks();
        while (peek() == '\n') {
            at++;
            readHereDocuments();
            skipBlanks();
        }
    }

    /** The word here, for the reserved ones and {@code ;;}; not consumed. */
    private String reserved() {
        if (text.startsWith(";;", at)) {
            return ";;";
        }
        int end = at;
        while (end < text.length() && ENDS_WORD.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(at, end);
    }

    private boolean take(String word) {
        boolean found = reserved().equals(word);
        at += found ? word.length() : 0;
        return found;
    }

    private void require(String word) throws FormatException {
        skipLines();
        if (!take(word)) {
            throw bad(word);
        }
    }

    /** Commands up to a word that ends them, which is not consumed. */
    private ShellCommand list() throws FormatException {
        List<ShellCommand> commands = new ArrayList<>();
        boolean more = true;
        while (more) {
            skipLines();
            if (at == text.length() || peek() == ')' || CLOSING.contains(reserved())) {
                break;
            }
            ShellCommand command = andOr();
            skipBlanks();
            boolean background = peek() == '&';
            more = background || peek() == '\n' || (peek() == ';' && !reserved().equals(";;"));
            at += more && peek() != '\n' ? 1 : 0;
            commands.add(background ? new ShellCommand.Subshell(command) : command);
        }
        return commands.size() == 1 ? commands.get(0) : new ShellCommand.Sequence(List.copyOf(commands));
    }

    private ShellCommand andOr() throws FormatException {
        ShellCommand first = pipeline();
        List<ShellCommand.Next> rest = new ArrayList<>();
        skipBlanks();
        while (text.startsWith("&&", at) || text.startsWith("||", at)) {
            boolean and = peek() == '&';
            at += 2;
            skipLines();
            rest.add(new ShellCommand.Next(and, pipeline()));
            skipBlanks();
        }
        return rest.isEmpty() ? first : new ShellCommand.AndOr(first, List.copyOf(rest));
    }

    private ShellCommand pipeline() throws FormatException {
        boolean negated = take("!");
        skipBlanks();
        List<ShellCommand> parts = new ArrayList<>(List.of(command()));
        skipBlanks();
        while (peek() == '|' && !text.startsWith("||", at)) {
            at++;
            if (bash) {
                skip("&");
            }
            skipLines();
            parts.add(command());
            skipBlanks();
        }
        ShellCommand whole = parts.size() == 1 ? parts.get(0) : new ShellCommand.Pipeline(List.copyOf(parts));
        return negated ? new ShellCommand.Not(whole) : whole;
    }

    private ShellCommand command() throws FormatException {
        if (++depth > MAX_DEPTH || ++commands > MAX_COMMANDS) {
            throw bad("at most " + MAX_COMMANDS + " commands, and " + MAX_DEPTH + " in each other");
        }
        int start = at;
        Optional<ShellCommand> compound = compound();
        if (compound.isEmpty()) {
            ShellCommand simple = simple();
            depth--;
            return simple;
        }
        List<Redirection> redirections = new ArrayList<>();
        skipBlanks();
        while (redirection(redirections)) {
            skipBlanks();
        }
        depth--;
        return redirections.isEmpty()
                ? compound.get()
                : new ShellCommand.Redirected(compound.get(), redirections, oneLine(start));
    }

    private Optional<ShellCommand> compound() throws FormatException {
        if (peek() == '(') {
            if (bash && text.startsWith("((", at)) {
                throw bad("no arithmetic command");
            }
            at++;
            return Optional.of(new ShellCommand.Subshell(closed()));
        }
        Matcher function = FUNCTION.matcher(text).region(at, text.length());
        if (function.lookingAt()) {
            if (!bash && !NAME.matcher(function.group(1)).matches()) {
                throw bad("the name of a function");
            }
            at = function.end();
            return Optional.of(function(function.group(1)));
        }
        String word = reserved();
        switch (word) {
            case "{", "if", "while", "until", "for", "case" -> at += word.length();
            case "function", "[[", "select", "coproc" -> {
                if (bash) {
                    throw bad("no " + word);
                }
                return Optional.empty();
            }
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(
                switch (word) {
                    case "{" -> {
                        ShellCommand body = list();
                        require("}");
                        yield body;
                    }
                    case "if" -> branch();
                    case "for" -> loop();
                    case "case" -> choice();
                    default -> {
                        ShellCommand condition = list();
                        yield new ShellCommand.While(
                                word.equals("until") ? new ShellCommand.Not(condition) : condition, body());
                    }
                });
    }

    /** Up to the parenthesis that closes it. */
    private ShellCommand closed() throws FormatException {
        ShellCommand body = list();
        if (!skip(")")) {
            throw bad(")");
        }
        return body;
    }

    private ShellCommand body() throws FormatException {
        require("do");
        ShellCommand body = list();
        require("done");
        return body;
    }

    private ShellCommand function(String name) throws FormatException {
        skipLines();
        return new ShellCommand.Function(name, command());
    }

    private ShellCommand branch() throws FormatException {
        if (++depth > MAX_DEPTH) { // elif
            throw bad("at most " + MAX_DEPTH + " commands in each other");
        }
        ShellCommand condition = list();
        require("then");
        ShellCommand then = list();
        ShellCommand otherwise = new ShellCommand.Sequence(List.of());
        skipLines();
        if (take("elif")) {
            otherwise = branch();
        } else {
            otherwise = take("else") ? list() : otherwise;
            require("fi");
        }
        depth--;
        return new ShellCommand.If(condition, then, otherwise);
    }

    private ShellCommand loop() throws FormatException {
        skipBlanks();
        String variable = reserved();
        if (!NAME.matcher(variable).matches()) {
            throw bad("the name of a variable");
        }
        at += variable.length();
        skipLines();
        List<Word> words = null;
        if (take("in")) {
            words = new ArrayList<>();
            skipBlanks();
            while (at < text.length() && peek() != ';' && peek() != '\n') {
                words.add(word());
                skipBlanks();
            }
        }
        skip(";");
        return new ShellCommand.For(variable, Optional.ofNullable(words), body());
    }

    private ShellCommand choice() throws FormatException {
        skipBlanks();
        Word subject = word();
        require("in");
        List<Arm> arms = new ArrayList<>();
        skipLines();
        while (!take("esac")) {
            skip("(");
            List<Word> patterns = new ArrayList<>();
            do {
                skipBlanks();
                patterns.add(word());
                skipBlanks();
            } while (skip("|"));
            if (!skip(")")) {
                throw bad(")");
            }
            arms.add(new Arm(patterns, list()));
            skipLines();
            if (!skip(";;") && !reserved().equals("esac")) {
                throw bad(";; or esac");
            }
            skipLines();
        }
        return new ShellCommand.Case(subject, arms);
    }

    private ShellCommand simple() throws FormatException {
        int start = at;
        List<Assignment> assignments = new ArrayList<>();
        List<Word> words = new ArrayList<>();
        List<Redirection> redirections = new ArrayList<>();
        for (boolean more = true; more; skipBlanks()) {
            if (redirection(redirections)) {
                continue;
            }
            more = at < text.length() && "\n;&|)".indexOf(peek()) < 0;
            Matcher name = NAME.matcher(text).region(at, text.length());
            if (more && words.isEmpty() && name.lookingAt() && text.startsWith("=", name.end())) {
                at = name.end() + 1;
                boolean empty = at == text.length() || ENDS_WORD.indexOf(peek()) >= 0;
                if (empty && peek() == '(') {
                    throw bad("no array");
                }
                assignments.add(new Assignment(name.group(), empty ? EMPTY : word()));
            } else if (more) {
                words.add(word());
            }
        }
        if (words.isEmpty() && assignments.isEmpty() && redirections.isEmpty()) {
            throw bad("a command");
        }
        return new ShellCommand.Simple(assignments, words, redirections, oneLine(start));
    }

    private String oneLine(int start) {
        String shown = text.substring(start, Math.min(at, start + MAX_SHOWN))
                .replace("\\\n", " ")
                .replaceAll("\\s+", " ")
                .strip();
        return at - start <= MAX_SHOWN ? shown : shown + "…";
    }

    /** Whether there was one. */
    private boolean redirection(List<Redirection> redirections) throws FormatException {
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
        ShellParser parser = new ShellParser(expanded, bash, line, depth);
        List<ShellCommand.Part> parts = new ArrayList<>();
        parser.quoted(parts, '\0');
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

    private Word word() throws FormatException {
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
        return new ShellCommand.Substitution(new ShellParser(script.toString(), bash, line, depth).all(), quoted);
    }
}
