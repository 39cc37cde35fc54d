package io.relocpy.bundle.internal.glib;

import io.relocpy.repository.FormatException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The strings that a key may have, with the numbers of an enumeration, and aliases of them. */
final class StringInfo {
    /** GLib compares strings of at most that many bytes. */
    private static final int MAX_LENGTH = 65;

    private final Map<String, Integer> words = new LinkedHashMap<>();
    private final Map<String, Integer> aliases = new LinkedHashMap<>();
    private final Set<Integer> numbers = new HashSet<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    StringInfo copy() {
        StringInfo copy = new StringInfo();
        copy.words.putAll(words);
        copy.aliases.putAll(aliases);
        copy.data.writeBytes(data.toByteArray());
        return copy;
    }

    /** Adds a string that is not there yet. */
    void add(String string, int number, String where) throws FormatException {
        requireNew(string, where);
        words.put(string, data.size() / 4);
        append(number, 0xff, string);
    }

    /** Adds a string whose number is not there yet either. */
    void addNumbered(String string, int number, String where) throws FormatException {
        if (!numbers.add(number)) {
            throw new FormatException(where, "a number of one string only", string);
        }
        add(string, number, where);
    }

    void addAlias(String alias, String target, String where) throws FormatException {
        requireNew(alias, where);
        Integer word = words.get(target);
        if (word == null) {
            throw new FormatException(where, "an alias of one of the strings", target);
        }
        aliases.put(alias, word);
        append(word, 0xfe, alias);
    }

    private void requireNew(String string, String where) throws FormatException {
        if (words.containsKey(string)
                || aliases.containsKey(string)
                || string.getBytes(StandardCharsets.UTF_8).length > MAX_LENGTH) {
            throw new FormatException(where, "a new string of at most " + MAX_LENGTH + " bytes", string);
        }
    }

    /** A number, then the string between two marks, filled up to whole words, at least two. */
    private void append(int number, int mark, String string) {
        byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
        int end = data.size() + 4 + 4 * Math.max(2, (bytes.length + 6) / 4);
        for (int i = 0; i < 4; i++) {
            data.write(number >>> (8 * i));
        }
        data.write(mark);
        data.writeBytes(bytes);
        while (data.size() < end - 1) {
            data.write(0);
        }
        data.write(0xff);
    }

    /** In bytes of the compiled form. */
    int size() {
        return data.size();
    }

    boolean isEmpty() {
        return data.size() == 0;
    }

    /** Whether it has the string, not only as an alias. */
    boolean contains(String string) {
        return words.containsKey(string);
    }

    GVariant value() {
        return GVariant.words(data.toByteArray());
    }
}
