package io.relocpy.deb.internal.index;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The fields of one paragraph of a Packages file, as ranges of bytes; each value without blanks around it. */
final class Stanza {
    private static final int FIELDS = Field.values().length;

    private final int[] starts = new int[FIELDS];
    private final int[] ends = new int[FIELDS];
    private byte[] bytes = new byte[0];

    /**
     * Reads fields up to the line feed before an empty line.
     *
     * @param last whether the bytes end there, as a line would
     * @return the place of that line feed, or the end; -1 if more bytes are needed
     */
    int parse(byte[] from, int start, int end, boolean last) {
        bytes = from;
        Arrays.fill(starts, -1);
        Field field = null;
        for (int line = start; ; ) {
            int colon = line;
            while (colon < end && from[colon] != ':' && from[colon] != '\n') {
                colon++;
            }
            int lineEnd = colon;
            while (lineEnd < end && from[lineEnd] != '\n') {
                lineEnd++;
            }
            if (lineEnd + 2 >= end && !last) {
                return -1;
            }
            if (from[line] != ' ' && from[line] != '\t') {
                field = colon == lineEnd ? null : Field.of(from, line, colon);
                if (field != null) {
                    put(field, colon + 1, lineEnd);
                }
            } else if (field != null) {
                put(field, starts[field.place()], lineEnd);
            }
            line = lineEnd + 1;
            if (line >= end || isLineEnd(from, line, end)) {
                return lineEnd;
            }
        }
    }

    private static boolean isLineEnd(byte[] bytes, int at, int end) {
        return bytes[at] == '\n' || (bytes[at] == '\r' && at + 1 < end && bytes[at + 1] == '\n');
    }

    private void put(Field field, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && bytes[start] <= ' ' && bytes[start] >= 0) {
            start++;
        }
        while (end > start && bytes[end - 1] <= ' ' && bytes[end - 1] >= 0) {
            end--;
        }
        starts[field.place()] = start;
        ends[field.place()] = end;
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
