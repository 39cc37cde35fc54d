package io.relocpy.bundle.internal.python;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits Python source into logical lines of words: comments are gone, strings are one word {@link #STRING}, lines that
 * brackets or a backslash continue are joined. See "Lexical analysis" in the Python Language Reference.
 *
 * <p>It does not validate: a file that is not Python gives arbitrary lines.
 */
final class PythonLines {
    /** Stands for any string literal. */
    static final String STRING = "\"\"";

    private static final int TAB = 8;

    /** Of formatted strings, see MAXFSTRINGLEVEL in CPython. */
    private static final int MAX_NESTING = 150;

    private final String source;
    private final List<Line> lines = new ArrayList<>();
    private final List<Word> words = new ArrayList<>();
    private int at;
    private int number = 1;
    private int depth;
    private int nesting;
    private int indent;

    private PythonLines(String source) {
        this.source = source;
    }

    /**
     * A logical line that is not empty.
     *
     * @param indent columns of white space before it
     * @param words names, numbers, strings and single other characters
     */
    record Line(int indent, List<Word> words) {
        /** Copies the list. */
        Line {
            words = List.copyOf(words);
        }

        /** The text of a word; empty beyond the last. */
        String text(int index) {
            return index < words.size() ? words.get(index).text : "";
        }
    }

    /**
     * A word.
     *
     * @param text the name, the single character, or {@link #STRING}
     * @param line number of the physical line where it begins, from 1
     * @param depth how many brackets enclose it
     * @param start index in the source, of a string that of its prefix
     * @param end index after it
     */
    record Word(String text, int line, int depth, int start, int end) {
        boolean isString() {
            return text.equals(STRING);
        }
    }

    /** The lines of a source text. */
    static List<Line> of(String source) {
        PythonLines lines = new PythonLines(source);
        lines.at = source.startsWith("\ufeff") ? 1 : 0;
        lines.read();
        return lines.lines;
    }

    private void read() {
        readIndent();
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '\n') {
                at++;
                number++;
                if (depth == 0) {
                    endLine();
                    readIndent();
                }
            } else if (c == '\\' && lengthOfNewline(at + 1) > 0) {
                at += 1 + lengthOfNewline(at + 1);
                number++;
            } else if (c == '#') {
                while (at < source.length() && source.charAt(at) != '\n') {
                    at++;
                }
            } else if (isQuote(c)) {
                readString(at, false);
            } else if (isWordPart(c)) {
                readWord();
            } else if (Character.isWhitespace(c)) {
                at++;
            } else {
                readOther(c);
            }
        }
        endLine();
    }

    private void readIndent() {
        indent = 0;
        while (at < source.length() && " \t\f".indexOf(source.charAt(at)) >= 0) {
            char c = source.charAt(at++);
            indent = c == ' ' ? indent + 1 : c == '\t' ? (indent / TAB + 1) * TAB : 0;
        }
    }

    private void readWord() {
        int start = at;
        while (at < source.length() && isWordPart(source.charAt(at))) {
            at++;
        }
        String word = source.substring(start, at);
        if (at < source.length() && isQuote(source.charAt(at)) && word.matches("(?i:[rbuft]{1,2})")) {
            readString(start, word.matches("(?i:.*[ft].*)"));
        } else {
            add(word, number, start);
        }
    }

    private void readString(int start, boolean formatted) {
        int line = number;
        skipString(formatted);
        add(STRING, line, start);
    }

    private void readOther(char c) {
        if (")]}".indexOf(c) >= 0 && depth > 0) {
            depth--;
        }
        at++;
        add(String.valueOf(c), number, at - 1);
        if ("([{".indexOf(c) >= 0) {
            depth++;
        }
    }

    /** Adds what was read from {@code start} to here. */
    private void add(String text, int line, int start) {
        words.add(new Word(text, line, depth, start, at));
    }

    private void endLine() {
        if (!words.isEmpty()) {
            lines.add(new Line(indent, words));
            words.clear();
        }
    }

    /** Skips a string that begins here with a quote; an unterminated one ends with its line, or the file. */
    private void skipString(boolean formatted) {
        char quote = source.charAt(at);
        String triple = String.valueOf(quote).repeat(3);
        boolean isTriple = source.startsWith(triple, at);
        at += isTriple ? 3 : 1;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '\\') {
                skipCharacter();
                skipCharacter();
            } else if (isTriple ? source.startsWith(triple, at) : c == quote) {
                at += isTriple ? 3 : 1;
                return;
            } else if (c == '\n' && !isTriple) {
                return;
            } else if (formatted && source.startsWith("{{", at)) {
                at += 2;
            } else if (formatted && c == '{') {
                at++;
                skipNestedField(quote, isTriple);
            } else {
                skipCharacter();
            }
        }
    }

    /** Skips a replacement field, unless fields are nested more deeply than Python accepts. */
    private void skipNestedField(char quote, boolean isTriple) {
        if (nesting < MAX_NESTING) {
            nesting++;
            skipField(quote, isTriple);
            nesting--;
        }
    }

    /** Skips a replacement field of a formatted string, which can hold strings with the same quotes (PEP 701). */
    private void skipField(char quote, boolean isTriple) {
        boolean inFormat = false;
        for (int open = 0; at < source.length(); ) {
            char c = source.charAt(at);
            if (c == '\n' && !isTriple) {
                return;
            } else if (inFormat && c == quote && (!isTriple || source.startsWith("" + c + c + c, at))) {
                return; // unterminated: the string ends here
            } else if (c == '{' && inFormat) {
                at++;
                skipNestedField(quote, isTriple);
            } else if (c == '}' && (inFormat || open == 0)) {
                at++;
                return;
            } else if (isQuote(c) && !inFormat) {
                skipString(at > 0 && "fFtT".indexOf(source.charAt(at - 1)) >= 0);
            } else {
                open += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
                inFormat |= c == ':' && open == 0;
                skipCharacter();
            }
        }
    }

    private void skipCharacter() {
        if (at < source.length()) {
            if (source.charAt(at) == '\n') {
                number++;
            }
            at++;
        }
    }

    private int lengthOfNewline(int index) {
        return source.startsWith("\r\n", index) ? 2 : source.startsWith("\n", index) ? 1 : 0;
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    private static boolean isWordPart(char c) {
        return c == '_'
                || Character.isLetterOrDigit(c)
                || Character.isSurrogate(c)
                || Character.getType(c) == Character.NON_SPACING_MARK;
    }
}
