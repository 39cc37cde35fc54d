package io.relocpy.deb.internal.scripts;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Splits a shell script into simple commands, as far as that is possible without running it. Expansions stay as they are
 * written; here-documents are skipped.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html">Shell Command Language</a>
 */
final class ShellStatements {
    /** More than any script of a distribution has. */
    private static final int MAX_STATEMENTS = 100_000;

    /**
     * A simple command.
     *
     * @param words without quotes, but with expansions as written
     * @param text on one line
     */
    record Statement(List<String> words, String text) {
        Statement {
            words = List.copyOf(words);
        }
    }

    private final String text;
    private final List<Statement> statements = new ArrayList<>();
    private final Deque<String> hereDocuments = new ArrayDeque<>();
    private List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int start;
    private int at;
    private int subshells;

    /** Where the statements of the current pipeline begin: they are a pattern of {@code case} if a parenthesis closes it. */
    private int pipeline;

    private ShellStatements(String text) {
        this.text = text;
    }

    static List<Statement> of(String script) {
        ShellStatements reader = new ShellStatements(script);
        reader.read();
        return reader.statements;
    }

    private void read() {
        while (at < text.length() && statements.size() < MAX_STATEMENTS) {
            char c = text.charAt(at);
            switch (c) {
                case '\\' -> escape();
                case '\'' -> quoted('\'');
                case '"' -> quoted('"');
                case '`' -> substitution(closing('`', at + 1));
                case '$' -> dollar();
                case '#' -> commentOrText();
                case ' ', '\t', '\r' -> {
                    endWord();
                    at++;
                }
                case '\n' -> {
                    endStatement();
                    pipeline = statements.size();
                    at++;
                    skipHereDocuments();
                    start = at;
                }
                case ';', '&', '|' -> separator(c);
                case '(' -> {
                    subshells++;
                    endStatement();
                    pipeline = statements.size();
                    start = ++at;
                }
                case ')' -> {
                    endStatement();
                    if (subshells == 0) {
                        statements.subList(pipeline, statements.size()).clear();
                    }
                    subshells = Math.max(0, subshells - 1);
                    pipeline = statements.size();
                    start = ++at;
                }
                case '<', '>' -> redirection();
                default -> append(c);
            }
        }
        endStatement();
    }

    private void append(char c) {
        word.append(c);
        inWord = true;
        at++;
    }

    private void escape() {
        if (at + 1 < text.length() && text.charAt(at + 1) == '\n') { // the line goes on
            at += 2;
            return;
        }
        at++;
        if (at < text.length()) {
            append(text.charAt(at));
        }
    }

    private void quoted(char quote) {
        at++;
        inWord = true;
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at);
            if (quote == '"' && c == '\\' && at + 1 < text.length()) {
                char next = text.charAt(at + 1);
                at += 2;
                if (next != '\n') {
                    word.append("\"\\$`".indexOf(next) >= 0 ? "" : "\\").append(next);
                }
            } else if (quote == '"' && text.startsWith("$(", at)) {
                substitution(closing(')', at + 2));
            } else {
                word.append(c);
                at++;
            }
        }
        at = Math.min(at + 1, text.length());
    }

    private void dollar() {
        if (text.startsWith("$(", at)) {
            substitution(closing(')', at + 2));
        } else if (text.startsWith("${", at)) {
            substitution(closing('}', at + 2));
        } else {
            append('$');
            if (at < text.length() && text.charAt(at) == '#') { // the number of arguments
                append('#');
            }
        }
    }

    /** Takes an expansion into the word as it is. */
    private void substitution(int end) {
        word.append(text, at, end);
        inWord = true;
        at = end;
    }

    /** Behind the character that closes what was opened; nested ones are counted, quotes passed over. */
    private int closing(char close, int from) {
        char open = close == ')' ? '(' : close == '}' ? '{' : 0;
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '\'' && close == ')') {
                int end = text.indexOf('\'', i + 1);
                i = end < 0 ? text.length() : end;
            } else if (c == close && --depth == 0) {
                return i + 1;
            } else if (c == open) {
                depth++;
            }
        }
        return text.length();
    }

    private void commentOrText() {
        if (inWord) {
            append('#');
            return;
        }
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    private void separator(char c) {
        boolean duplicated = c == '&' && at > 0 && text.charAt(at - 1) == '>'; // 2>&1
        if (duplicated) {
            append(c);
            return;
        }
        endStatement();
        int from = at;
        while (at < text.length() && text.charAt(at) == c) {
            at++;
        }
        if (c != '|' || at - from > 1) {
            pipeline = statements.size();
        }
        start = at;
    }

    /** Redirections to files become words; the text of here-documents is skipped at the end of the line. */
    private void redirection() {
        char c = text.charAt(at);
        if (c == '<' && text.startsWith("<<", at)) {
            at += text.startsWith("<<-", at) ? 3 : 2;
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
            int from = at;
            while (at < text.length() && " \t\n;|&".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            hereDocuments.add(text.substring(from, at).replaceAll("['\"\\\\]", ""));
            return;
        }
        boolean ofNumber = word.length() == 1 && Character.isDigit(word.charAt(0));
        if (!ofNumber) {
            endWord();
        }
        append(c);
        if (c == '>' && at < text.length() && text.charAt(at) == '>') {
            append('>');
        }
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '&') {
            append('&');
        }
    }

    private void skipHereDocuments() {
        while (!hereDocuments.isEmpty()) {
            String end = hereDocuments.remove();
            while (at < text.length()) {
                int lineEnd = text.indexOf('\n', at);
                int stop = lineEnd < 0 ? text.length() : lineEnd;
                String line = text.substring(at, stop).strip();
                at = Math.min(stop + 1, text.length());
                if (line.equals(end)) {
                    break;
                }
            }
        }
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
        }
        word.setLength(0);
        inWord = false;
    }

    private void endStatement() {
        endWord();
        if (!words.isEmpty()) {
            String source = text.substring(Math.min(start, at), at)
                    .replaceAll("\\\\\n", " ")
                    .replaceAll("\\s+", " ")
                    .strip();
            statements.add(new Statement(words, source));
            words = new ArrayList<>();
        }
    }
}
