package io.relocpy.deb.internal.text;

import io.relocpy.repository.FormatException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a relation field such as {@code Depends} alternative by alternative, as ranges of bytes. As for apt, {@code <} and
 * {@code >} are the old spellings of {@code <=} and {@code >=}. Not thread-safe.
 */
public final class RelationParser {
    /** The operator of a relation without a version. */
    public static final int ANY = 0;

    public static final int LOWER_OR_EQUAL = 1;
    public static final int HIGHER_OR_EQUAL = 2;
    public static final int LOWER = 3;
    public static final int HIGHER = 4;
    public static final int EQUAL = 5;

    /** Occurs only in relations that multi-arch implies. */
    public static final int NOT_EQUAL = 6;

    private static final int MAX_LENGTH = 1024;

    private final String where;
    private byte[] bytes = new byte[0];
    private int at;
    private int end;

    public int nameStart;
    public int nameEnd;

    /** Where the colon of the architecture is; the name's end without one. */
    public int colon;

    public int versionStart;
    public int versionEnd;
    private int operator;
    private boolean alternativeFollows;

    /** For messages: what is read. */
    public RelationParser(String where) {
        this.where = where;
    }

    /** Starts anew with another field. */
    public void reset(byte[] newBytes, int from, int to) {
        bytes = newBytes;
        at = from;
        end = to;
        alternativeFollows = false;
    }

    /** Reads the next alternative; false at the end. */
    public boolean next() throws FormatException {
        skipBlank();
        if (at == end && !alternativeFollows) {
            return false;
        }
        readName();
        readVersion();
        skipBlank();
        if (at < end && bytes[at] != ',' && bytes[at] != '|') {
            throw wrong("a comma, a bar or the end", at, end);
        }
        alternativeFollows = at < end && bytes[at] == '|';
        if (at < end) {
            at++;
        }
        return true;
    }

    private void readName() throws FormatException {
        nameStart = at;
        colon = -1;
        while (at < end && !isBlank(bytes[at]) && !isDelimiter(bytes[at])) {
            if (bytes[at] == ':') {
                colon = at;
            }
            at++;
        }
        nameEnd = at;
        if (colon < 0) {
            colon = nameEnd;
        }
        if (nameStart == colon || nameEnd - nameStart > MAX_LENGTH) {
            throw wrong("a package name", nameStart, Math.max(nameEnd, Math.min(end, nameStart + 20)));
        }
    }

    private void readVersion() throws FormatException {
        operator = ANY;
        versionStart = 0;
        versionEnd = 0;
        skipBlank();
        if (at == end || bytes[at] != '(') {
            return;
        }
        int open = at++;
        skipBlank();
        operator = readOperator();
        skipBlank();
        versionStart = at;
        while (at < end && bytes[at] != ')') {
            at++;
        }
        versionEnd = at;
        while (versionEnd > versionStart && isBlank(bytes[versionEnd - 1])) {
            versionEnd--;
        }
        if (at == end || versionEnd == versionStart || versionEnd - versionStart > MAX_LENGTH) {
            throw wrong("a version in parentheses", open, end);
        }
        at++;
    }

    private int readOperator() {
        byte first = at < end ? bytes[at] : 0;
        byte second = at + 1 < end ? bytes[at + 1] : 0;
        if (first == '=') {
            at++;
            return EQUAL;
        }
        if (first != '<' && first != '>') {
            return EQUAL;
        }
        boolean strict = first == second;
        at += strict || second == '=' ? 2 : 1;
        if (first == '<') {
            return strict ? LOWER : LOWER_OR_EQUAL;
        }
        return strict ? HIGHER : HIGHER_OR_EQUAL;
    }

    /** One of the constants of this class. */
    public int operator() {
        return operator;
    }

    /** Whether the next alternative is one of the same dependency. */
    public boolean alternativeFollows() {
        return alternativeFollows;
    }

    public boolean hasQualifier() {
        return colon < nameEnd;
    }

    /** The name without the architecture. */
    public String name() {
        return text(nameStart, colon);
    }

    /** The architecture behind the name; null without. */
    public @Nullable String qualifier() {
        return hasQualifier() ? text(colon + 1, nameEnd) : null;
    }

    /** The version; empty without. */
    public String version() {
        return text(versionStart, versionEnd);
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private void skipBlank() {
        while (at < end && isBlank(bytes[at])) {
            at++;
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\t' || b == '\r';
    }

    private static boolean isDelimiter(byte b) {
        return b == '(' || b == ')' || b == '[' || b == ']' || b == '<' || b == '>' || b == ',' || b == '|';
    }

    private FormatException wrong(String expected, int from, int to) {
        return new FormatException(where, expected, "'" + text(from, Math.min(to, from + MAX_LENGTH)) + "'");
    }
}
