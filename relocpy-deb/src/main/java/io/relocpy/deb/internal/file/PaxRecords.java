package io.relocpy.deb.internal.file;

import io.relocpy.repository.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of an extended header of the PAX form.
 *
 * <p>Only what describes a file in a {@link TarHeader} counts; other records, such as extended attributes, are ignored.
 * Records that change how the content is to be read are refused.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html">pax</a>
 */
final class PaxRecords {
    static final PaxRecords NONE = new PaxRecords(Map.of(), "");
    private static final int MAX_DIGITS = 18;

    private final Map<String, String> records;
    private final String where;

    private PaxRecords(Map<String, String> records, String where) {
        this.records = records;
        this.where = where;
    }

    /**
     * Parses the content of an extended header.
     *
     * @param global whether it applies to all entries that follow: such a one cannot name or measure them
     */
    static PaxRecords parse(byte[] bytes, boolean global, String where) throws FormatException {
        Map<String, String> records = new HashMap<>();
        int at = 0;
        while (at < bytes.length) {
            int space = at;
            while (space < bytes.length && bytes[space] >= '0' && bytes[space] <= '9' && space - at < 8) {
                space++;
            }
            if (space == at || space == bytes.length || bytes[space] != ' ') {
                throw bad(where, "the length of a PAX record and a space", "other bytes at " + at);
            }
            int length = Integer.parseInt(new String(bytes, at, space - at, StandardCharsets.US_ASCII));
            int end = at + length;
            if (length <= space + 1 - at || end > bytes.length || bytes[end - 1] != '\n') {
                throw bad(where, "a PAX record of " + length + " bytes and a line feed", "other bytes at " + at);
            }
            int equals = space + 1;
            while (equals < end && bytes[equals] != '=') {
                equals++;
            }
            if (equals == end || equals == space + 1) {
                throw bad(where, "a keyword and an equals sign in a PAX record", "none at " + at);
            }
            String key = TarHeader.decode(bytes, space + 1, equals - space - 1);
            String value = TarHeader.decode(bytes, equals + 1, end - equals - 2);
            check(key, global, where);
            records.put(key, value);
            at = end;
        }
        return new PaxRecords(records, where);
    }

    private static void check(String key, boolean global, String where) throws FormatException {
        boolean names = key.equals("path") || key.equals("linkpath") || key.equals("size");
        if (key.startsWith("GNU.sparse.") || (global && names)) {
            throw bad(where, "no PAX record " + key + (global ? " for all entries" : ""), "one");
        }
    }

    /** What these records make of a header; those of {@code global} apply where these say nothing. */
    TarHeader apply(TarHeader header, PaxRecords global) throws FormatException {
        return new TarHeader(
                name("path", header.name()),
                header.type(),
                header.mode(),
                number("uid", global, header.uid()),
                number("gid", global, header.gid()),
                text("uname", global, header.user()),
                text("gname", global, header.group()),
                number("size", global, header.size()),
                time(global, header.mtime()),
                name("linkpath", header.linkName()),
                header.deviceMajor(),
                header.deviceMinor());
    }

    private @Nullable String find(String key, PaxRecords global) {
        String value = records.get(key);
        return value == null ? global.records.get(key) : value;
    }

    private String text(String key, PaxRecords global, String other) {
        String value = find(key, global);
        return value == null ? other : value;
    }

    private String name(String key, String other) throws FormatException {
        String value = records.get(key);
        if (value == null) {
            return other;
        }
        if (value.isEmpty() || value.indexOf('\0') >= 0) {
            throw bad(where, "a name without NUL in PAX record " + key, "\"" + value + "\"");
        }
        return value;
    }

    private long number(String key, PaxRecords global, long other) throws FormatException {
        String value = find(key, global);
        if (value == null || value.isEmpty()) {
            return other;
        }
        if (value.length() > MAX_DIGITS || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw bad(where, "a decimal number in PAX record " + key, "\"" + value + "\"");
        }
        return Long.parseLong(value);
    }

    /** Whole seconds, rounded down. */
    private long time(PaxRecords global, long other) throws FormatException {
        String value = find("mtime", global);
        if (value == null || value.isEmpty()) {
            return other;
        }
        if (!value.matches("-?[0-9]{1,15}(\\.[0-9]{0,20})?")) {
            throw bad(where, "a time in PAX record mtime", "\"" + value + "\"");
        }
        int point = value.indexOf('.');
        long seconds = Long.parseLong(point < 0 ? value : value.substring(0, point));
        boolean fraction = point >= 0 && value.substring(point).matches(".*[1-9].*");
        return value.startsWith("-") && fraction ? seconds - 1 : seconds;
    }

    private static FormatException bad(String where, String expected, String found) {
        return new FormatException(where, expected, found);
    }
}
