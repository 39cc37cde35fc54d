package io.relocpy.bundle.internal.glib;

import io.relocpy.repository.FormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads files of groups of keys, as GLib's {@code GKeyFile} does. */
final class KeyFile {
    /** A key and its value as it is written. */
    record Entry(String group, String key, String value) {}

    private KeyFile() {}

    /** The entries by groups, each group and key where it was first mentioned, with the last value. */
    static List<Entry> parse(String file, String text) throws FormatException {
        Map<String, Map<String, String>> groups = new LinkedHashMap<>();
        Map<String, String> group = null;
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String content = line.stripLeading();
            int equals = content.indexOf('=');
            String where = file + ", line " + number;
            if (content.isEmpty() || content.startsWith("#")) {
                continue;
            }
            if (content.startsWith("[") && content.stripTrailing().endsWith("]")) {
                String name = content.strip();
                group = groups.computeIfAbsent(name.substring(1, name.length() - 1), any -> new LinkedHashMap<>());
            } else if (equals > 0 && group != null) {
                group.put(
                        content.substring(0, equals).stripTrailing(),
                        content.substring(equals + 1).strip());
            } else {
                throw new FormatException(where, "a group, or a key and its value", line);
            }
        }
        List<Entry> entries = new ArrayList<>();
        groups.forEach((name, keys) -> keys.forEach((key, value) -> entries.add(new Entry(name, key, value))));
        return entries;
    }
}
