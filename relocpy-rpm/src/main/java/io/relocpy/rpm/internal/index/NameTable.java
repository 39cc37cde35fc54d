package io.relocpy.rpm.internal.index;

import io.relocpy.repository.FormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The names of a {@link PackageTable}, each stored once: numbered, and looked up by text in a hash table. Thread-safe.
 */
public final class NameTable {
    /** Returned if there is no such name. */
    public static final int ABSENT = -1;

    private final TextTable texts;

    /** Open addressing: 1 + the id of a name, or 0; at least one slot is free. */
    private final int[] slots;

    /** Created on first use. Written without a lock, since strings are immutable. */
    private final @Nullable String[] known;

    private NameTable(TextTable texts, int[] slots) {
        this.texts = texts;
        this.slots = slots;
        this.known = new String[texts.size()];
    }

    static NameTable read(IndexInput in) throws FormatException {
        TextTable texts = TextTable.read(in);
        int[] slots = in.records(new IndexInput.Range(0, texts.size() + 1));
        int used = 0;
        for (int slot : slots) {
            used += slot == 0 ? 0 : 1;
        }
        if (Integer.bitCount(slots.length) != 1 || used == slots.length) {
            throw in.wrong("a hash table with free slots", used + " of " + slots.length + " used");
        }
        return new NameTable(texts, slots);
    }

    public int size() {
        return texts.size();
    }

    public String get(int id) {
        String text = known[id];
        if (text == null) {
            text = texts.get(id);
            known[id] = text;
        }
        return text;
    }

    TextTable.Check check() {
        return texts.check();
    }

    public boolean isPath(int id) {
        return texts.startsWith(id, '/');
    }

    /** Returns the id of a name, or {@link #ABSENT}. */
    public int find(String text) {
        ByteBuffer wanted = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        int mask = slots.length - 1;
        int slot = hash(wanted.array(), wanted.limit()) & mask;
        while (slots[slot] != 0) {
            int id = slots[slot] - 1;
            if (texts.bytes(id).equals(wanted)) {
                return id;
            }
            slot = (slot + 1) & mask;
        }
        return ABSENT;
    }

    /** Returns the hash of these bytes, before it is reduced to the table's size. Part of the index format. */
    static int hash(byte[] bytes, int length) {
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ bytes[i]) * 0x01000193;
        }
        return (hash ^ (hash >>> 15)) * 0x2c1b3c6d;
    }
}
