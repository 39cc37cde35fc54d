package io.relocpy.repository.internal.index;

import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Texts, each once: numbered in the order of their first use, and found through a hash table. Safe for use by several threads. */
public final class NameTable {
    /** No name of that text. */
    public static final int ABSENT = -1;

    private final TextTable texts;

    /** Open addressing: 1 + the number of a name, or 0; at least one slot is free. */
    private final int[] slots;

    /** Made when first used. Written without a lock: strings are immutable. */
    private final @Nullable String[] known;

    private NameTable(TextTable texts, int[] slots) {
        this.texts = texts;
        this.slots = slots;
        this.known = new String[texts.size()];
    }

    public static NameTable read(IndexInput in) throws FormatException {
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

    public boolean startsWith(int id, char ascii) {
        return texts.startsWith(id, ascii);
    }

    /** Copies a text's bytes: how many, or -1 if they do not fit. */
    public int copy(int id, byte[] target) {
        return texts.copy(id, target);
    }

    /** The number of that name, or {@link #ABSENT}. */
    public int find(String text) {
        ByteBuffer wanted = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        int mask = slots.length - 1;
        int slot = hash(wanted.array(), 0, wanted.limit()) & mask;
        while (slots[slot] != 0) {
            int id = slots[slot] - 1;
            if (texts.bytes(id).equals(wanted)) {
                return id;
            }
            slot = (slot + 1) & mask;
        }
        return ABSENT;
    }

    /** Where the search for those bytes begins, before it is cut to the table's size. Part of the index's format. */
    static int hash(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = (hash ^ bytes[i]) * 0x01000193;
        }
        return (hash ^ (hash >>> 15)) * 0x2c1b3c6d;
    }

    /** Numbers texts in the order of their first use. */
    public static final class Builder {
        /** More names than chance would put one after another in a table that is at most half full. */
        private static final int MAX_PROBES = 10_000;

        /** More names than chance would give one hash; comparing each with each takes long where they start alike. */
        private static final int MAX_ALIKE = 100;

        private final TextTable.Builder texts = new TextTable.Builder();
        private int[] slots = new int[1 << 6];
        private int[] hashes = new int[1 << 5];
        private byte[] scratch = new byte[256];

        public int size() {
            return texts.size();
        }

        public TextTable.Builder texts() {
            return texts;
        }

        public int add(String text) {
            int length = encode(text); // may replace the scratch bytes
            return add(scratch, 0, length);
        }

        /** Puts the text into the scratch bytes; without an object if it is ASCII. */
        private int encode(String text) {
            int length = text.length();
            if (length > scratch.length) {
                scratch = new byte[length * 2];
            }
            for (int i = 0; i < length; i++) {
                char c = text.charAt(i);
                if (c >= 0x80) {
                    scratch = text.getBytes(StandardCharsets.UTF_8);
                    return scratch.length;
                }
                scratch[i] = (byte) c;
            }
            return length;
        }

        /**
         * The number of that text.
         *
         * @throws IllegalArgumentException when texts were chosen so that they are slow to find
         */
        public int add(byte[] text, int from, int to) {
            int hash = hash(text, from, to);
            int slot = slot(hash, text, from, to);
            if (slots[slot] != 0) {
                return slots[slot] - 1;
            }
            int id = texts.size();
            texts.add(text, from, to);
            if (id == hashes.length) {
                grow();
            }
            hashes[id] = hash;
            enter(id);
            return id;
        }

        /** The number of that text, or {@link #ABSENT}. */
        public int find(byte[] text, int from, int to) {
            return slots[slot(hash(text, from, to), text, from, to)] - 1;
        }

        /** The slot of that text, or the free one where it belongs. */
        private int slot(int hash, byte[] text, int from, int to) {
            int mask = slots.length - 1;
            int slot = hash & mask;
            int alike = 0;
            for (int probes = 0; slots[slot] != 0; probes++) {
                int id = slots[slot] - 1;
                if (hashes[id] == hash) {
                    if (texts.equals(id, text, from, to)) {
                        return slot;
                    }
                    alike++;
                }
                if (probes > MAX_PROBES || alike > MAX_ALIKE) {
                    throw new IllegalArgumentException("names crafted to collide, such as "
                            + new String(text, from, to - from, StandardCharsets.UTF_8));
                }
                slot = (slot + 1) & mask;
            }
            return slot;
        }

        /** The table is always at most half full. */
        private void grow() {
            hashes = Arrays.copyOf(hashes, hashes.length * 2);
            slots = new int[slots.length * 2];
            for (int id = 0; id < hashes.length / 2; id++) {
                enter(id);
            }
        }

        private void enter(int id) {
            int mask = slots.length - 1;
            int slot = hashes[id] & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = id + 1;
        }

        public void writeTo(IndexOutput out) throws IOException {
            texts.writeTo(out);
            out.ints(slots);
        }
    }
}
