package io.relocpy.deb.internal.deb822;

import io.relocpy.deb.ControlStanza;
import io.relocpy.repository.FormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stanzas of a deb822 file one after the other.
 *
 * <p>Follows {@code parse_stanza} of dpkg: a name ends at white space or a colon, white space around the colon and at the
 * ends of the value is not part of it, and a field that occurs twice in a stanza is an error. Not safe for use by several
 * threads.
 */
public final class Deb822Reader {
    private static final int MAX_FIELDS = 10_000;
    private static final int MAX_NAME = 1000;

    private final String text;
    private final String where;
    private final Deb822Dialect dialect;
    private int position;
    private int line;

    /**
     * Reads from memory.
     *
     * @param text of the file
     * @param where the file, for messages
     * @param dialect whose rules apply
     */
    public Deb822Reader(String text, String where, Deb822Dialect dialect) {
        this.text = text;
        this.where = where;
        this.dialect = dialect;
    }

    /** All stanzas of a file. */
    public static List<ControlStanza> readAll(String text, String where, Deb822Dialect dialect) throws FormatException {
        Deb822Reader reader = new Deb822Reader(text, where, dialect);
        List<ControlStanza> stanzas = new ArrayList<>();
        for (ControlStanza stanza = reader.next(); stanza != null; stanza = reader.next()) {
            stanzas.add(stanza);
        }
        return stanzas;
    }

    /** The next stanza; null at the end of the file. */
    public @Nullable ControlStanza next() throws FormatException {
        String current = nextLine();
        while (current != null && (separates(current) || isComment(current) || isStray(current))) {
            current = nextLine();
        }
        if (current == null) {
            return null;
        }
        Map<String, ControlStanza.Field> fields = new LinkedHashMap<>();
        while (current != null && !separates(current)) {
            int first = line;
            String name = name(current);
            StringBuilder value = new StringBuilder(strip(current.substring(current.indexOf(':') + 1)));
            if (value.isEmpty() && position == text.length() && dialect == Deb822Dialect.CONTROL) {
                throw bad(
                        line, "a value of field " + name, "the end of the file"); // dpkg looks for its first character
            }
            current = nextLine();
            while (current != null && !separates(current) && (isBlank(current.charAt(0)) || isComment(current))) {
                if (!isComment(current)) {
                    checkContinuation(current, name);
                    value.append('\n').append(current);
                }
                current = nextLine();
            }
            ControlStanza.Field field = new ControlStanza.Field(name, stripEnd(value));
            if (fields.put(ControlStanza.lowerCase(name), field) != null && dialect != Deb822Dialect.APT) {
                throw bad(first, "each field once", "a second field " + name);
            }
            if (fields.size() > MAX_FIELDS) {
                throw bad(first, "at most " + MAX_FIELDS + " fields", "more");
            }
        }
        return ControlStanza.of(List.copyOf(fields.values()));
    }

    /** Only an empty line ends a stanza for dpkg and apt; for the latter, it may have carriage returns. */
    private boolean separates(String current) {
        return current.isEmpty()
                || (dialect == Deb822Dialect.EDITED && isBlankLine(current))
                || (dialect == Deb822Dialect.APT && current.chars().allMatch(c -> c == '\r'));
    }

    private boolean isComment(String current) {
        return dialect != Deb822Dialect.CONTROL && current.startsWith("#");
    }

    /** Whether it continues a field, though there is none. */
    private boolean isStray(String current) {
        return dialect == Deb822Dialect.APT && isBlank(current.charAt(0));
    }

    private void checkContinuation(String current, String name) throws FormatException {
        if (dialect != Deb822Dialect.APT && isBlankLine(current)) {
            throw bad(line, "text in a continuation line of field " + name, "white space only");
        }
    }

    private String name(String current) throws FormatException {
        int end = 0;
        boolean spaced = dialect == Deb822Dialect.APT && current.indexOf(':') >= 0;
        while (end < current.length() && current.charAt(end) != ':' && (spaced || !isBlank(current.charAt(end)))) {
            char c = current.charAt(end);
            if ((c < ' ' && !(spaced && isBlank(c))) || c == 0x7f) {
                throw bad(line, "a field name of printable characters", "character " + (int) c);
            }
            end++;
        }
        String name = stripEnd(new StringBuilder(current.substring(0, end)));
        boolean control = dialect == Deb822Dialect.CONTROL;
        if (name.length() < (control ? 2 : 1) || (control && name.startsWith("-")) || name.length() > MAX_NAME) {
            throw bad(line, "a field name", "\"" + head(current) + "\"");
        }
        while (end < current.length() && isBlank(current.charAt(end))) {
            end++;
        }
        if (end == current.length() || current.charAt(end) != ':') {
            throw bad(line, "a colon after the field name " + name, "\"" + head(current) + "\"");
        }
        return name;
    }

    private static String head(String text) {
        return text.substring(0, Math.min(80, text.length()));
    }

    /** Without its line feed; null at the end. */
    private @Nullable String nextLine() throws FormatException {
        if (position == text.length()) {
            return null;
        }
        line++;
        int end = text.indexOf('\n', position);
        if (end < 0) {
            if (dialect == Deb822Dialect.CONTROL) {
                throw bad(line, "a line feed at the end of the line", "the end of the file");
            }
            end = text.length();
        }
        String current = text.substring(position, end);
        position = Math.min(end + 1, text.length());
        if (current.indexOf('\0') >= 0 || current.indexOf('\u001a') >= 0) {
            throw bad(line, "text", "a NUL or SUB character");
        }
        return current;
    }

    private FormatException bad(int at, String expected, String found) {
        return new FormatException(where + ", line " + at, expected, found);
    }

    private static boolean isBlankLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isBlank(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** What isspace(3) says in the C locale. */
    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static String strip(String text) {
        int start = 0;
        while (start < text.length() && isBlank(text.charAt(start))) {
            start++;
        }
        return text.substring(start);
    }

    private static String stripEnd(StringBuilder text) {
        int end = text.length();
        while (end > 0 && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }
}
