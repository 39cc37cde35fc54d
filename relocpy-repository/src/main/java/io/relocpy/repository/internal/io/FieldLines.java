package io.relocpy.repository.internal.io;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Text of lines that each have a key and fields, separated by tabs, as lockfiles are made of. Tabs, line ends and backslashes
 * in a field are escaped. An instance reads one text, once.
 */
public final class FieldLines {
    private final String name;
    private final String[] lines;
    private int number;

    /**
     * Starts to read.
     *
     * @param name of the file, for messages
     */
    public FieldLines(String name, String text) {
        this.name = name;
        this.lines = text.split("\n", -1);
    }

    /** Appends a line. */
    public static void append(StringBuilder text, String key, String... fields) {
        text.append(key);
        for (String field : fields) {
            text.append('\t')
                    .append(field.replace("\\", "\\\\")
                            .replace("\t", "\\t")
                            .replace("\n", "\\n")
                            .replace("\r", "\\r"));
        }
        text.append('\n');
    }

    /** Returns the key and the fields of the next line. */
    public String[] next() throws FormatException {
        if (number >= lines.length - 1) { // the text after the last line break is not a line
            throw new FormatException(name, "the line 'end'", "the end of the file");
        }
        String[] fields = lines[number++].split("\t", -1);
        for (int i = 0; i < fields.length; i++) {
            fields[i] = unescape(fields[i]);
        }
        return fields;
    }

    /** Checks the key of a line and the number of its fields. */
    public String[] expect(String[] fields, String key, int count) throws FormatException {
        return expect(fields, key, count, null);
    }

    /** Checks a line with one field, which can have one value only. */
    public void expect(String[] fields, String key, String value) throws FormatException {
        expect(fields, key, 1, value);
    }

    /**
     * Checks the first line, which states the format.
     *
     * @param known the newest format that is known
     */
    public void expectFormat(String key, int known) throws FormatException {
        String[] fields = next();
        boolean newer = fields.length == 2
                && fields[0].equals(key)
                && fields[1].matches("[1-9][0-9]{0,8}")
                && Integer.parseInt(fields[1]) > known;
        if (newer) {
            throw new FormatException(
                    where(), key + " " + known, String.join(" ", fields) + ", which a newer relocpy may know");
        }
        expect(fields, key, Integer.toString(known));
    }

    private String[] expect(String[] fields, String key, int count, @Nullable String value) throws FormatException {
        boolean good =
                fields[0].equals(key) && fields.length == count + 1 && (value == null || fields[1].equals(value));
        if (!good) {
            String expected = value == null ? key + " with " + count + " fields" : key + " " + value;
            throw bad(expected, String.join(" ", fields));
        }
        return fields;
    }

    /** Checks that there are no more lines. */
    public void expectEnd() throws FormatException {
        if (number != lines.length - 1 || !lines[number].isEmpty()) {
            throw new FormatException(where(), "nothing after the end", "more lines");
        }
    }

    /** A size in bytes. */
    public long size(String field) throws FormatException {
        if (!field.matches("[0-9]{1,18}")) {
            throw bad("a size in bytes", field);
        }
        return Long.parseLong(field);
    }

    /** What is wrong in the line that was read last. */
    public FormatException bad(String expected, String found) {
        return new FormatException(where(), expected, Printable.quote(found));
    }

    /** The file and the number of the line that was read last. */
    public String where() {
        return name + ", line " + number;
    }

    private String unescape(String field) throws FormatException {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\') {
                char escaped = ++i < field.length() ? field.charAt(i) : ' ';
                c = switch (escaped) {
                    case 't' -> '\t';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case '\\' -> '\\';
                    default -> throw bad("\\t, \\n, \\r or \\\\", "\\" + escaped);
                };
            }
            out.append(c);
        }
        return out.toString();
    }
}
