package io.relocpy.deb.internal.index;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The fields of one paragraph of a Packages file, as ranges of bytes; each value without blanks around it. */
final class Stanza {
    /** More bytes are needed. */
    static final int MORE = -1;

    /** The last line is neither a field nor the continuation of one. */
    static final int NO_COLON = -2;

    private static final int FIELDS = Field.values().length;

    private final int[] starts = new int[FIELDS];
    private final int[] ends = new int[FIELDS];
    private byte[] bytes = new byte[0];

    /**
     * Reads fields up to the line feed before an empty line.
     *
     * @param last whether the bytes end there, as a line would
     * @return the place of that line feed, or the end; {@link #MORE} or {@link #NO_COLON}
     */
    int parse(byte[] from, int start, int end, boolean last) {
        bytes = from;
        Arrays.fill(starts, -1);
        Field field = null;
        for (int line = start; ; ) {
            while (line < end && from[line] == '\r') { // apt begins the line behind it
                line++;
            }
            boolean named = line < end && !isBlank(from[line]);
            int colon = colon(line, end);
            while (named && colon + 1 < end && from[colon] == '\n' && !isLineEnd(from, colon + 1, end)) {
                colon = colon(colon + 1, end); // for apt, a line without one begins the name of the next field
            }
            int lineEnd = colon;
            while (lineEnd < end && from[lineEnd] != '\n') {
                lineEnd++;
            }
            if (lineEnd + 2 >= end && !last) {
                return MORE;
            }
            if (named) {
                if (colon == lineEnd) {
                    return NO_COLON;
                }
                field = Field.of(from, line, trimmed(line, colon));
                if (field != null) {
                    put(field, colon + 1, lineEnd);
                }
            } else if (field != null) {
                put(field, starts[field.place()], lineEnd);
            }
            line = lineEnd + 1;
            if (line >= end || isLineEnd(from, line, end)) {
                return Math.min(lineEnd, end);
            }
        }
    }

    /** The place of a line's first colon, of its line feed, or the end. */
    private int colon(int from, int end) {
        int at = from;
        while (at < end && bytes[at] != ':' && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private int trimmed(int start, int end) {
        int at = end;
        while (at > start && isBlank(bytes[at - 1])) {
            at--;
        }
        return at;
    }

    private static boolean isLineEnd(byte[] bytes, int at, int end) {
        return bytes[at] == '\n' || (bytes[at] == '\r' && at + 1 < end && bytes[at + 1] == '\n');
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }

    private void put(Field field, int from, int to) {
        int start = from;
        while (start < to && isBlank(bytes[start])) {
            start++;
        }
        starts[field.place()] = start;
        ends[field.place()] = trimmed(start, to);
    }

    byte[] bytes() {
        return bytes;
    }

    boolean has(Field field) {
        return starts[field.place()] >= 0;
    }

    /** Whether it is there and not empty. */
    boolean hasText(Field field) {
        return has(field) && start(field) < end(field);
    }

    int start(Field field) {
        return starts[field.place()];
    }

    int end(Field field) {
        return ends[field.place()];
    }

    /** The value; empty without. */
    String text(Field field) {
        return has(field) ? new String(bytes, start(field), end(field) - start(field), StandardCharsets.UTF_8) : "";
    }

    /** Whether the value is that, ignoring case. */
    boolean is(Field field, String lower) {
        return has(field) && equalsIgnoreCase(bytes, start(field), end(field), lower);
    }

    static boolean equalsIgnoreCase(byte[] bytes, int from, int to, String lower) {
        if (to - from != lower.length()) {
            return false;
        }
        for (int i = 0; i < lower.length(); i++) {
            byte b = bytes[from + i];
            if ((b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The value as a number; -1 without one, or when it is none that fits. */
    long number(Field field) {
        if (!hasText(field) || end(field) - start(field) > 18) {
            return -1;
        }
        long number = 0;
        for (int i = start(field); i < end(field); i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return -1;
            }
            number = number * 10 + (bytes[i] - '0');
        }
        return number;
    }
}
