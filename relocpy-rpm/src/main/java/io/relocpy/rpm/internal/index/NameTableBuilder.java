package io.relocpy.rpm.internal.index;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds a {@link NameTable}; names are numbered in the order of their first use. */
final class NameTableBuilder {
    /** A longer run of occupied slots than occurs by chance in a table that is at most half full. */
    private static final int MAX_PROBES = 10_000;

    /** More names with the same hash than occur by chance; comparing them is slow if they have a common prefix. */
    private static final int MAX_ALIKE = 100;

    private final TextTable.Builder texts = new TextTable.Builder();
    private int[] slots = new int[1 << 12];
    private int[] hashes = new int[1 << 11];
    private byte[] scratch = new byte[256];

    int size() {
        return texts.size();
    }

    /**
     * Adds a name and returns its id.
     *
     * @throws IllegalArgumentException if names were crafted to collide, which makes lookups slow
     */
    int add(String text) {
        int length = encode(text);
        int hash = NameTable.hash(scratch, length);
        int mask = slots.length - 1;
        int slot = hash & mask;
        int alike = 0;
        for (int probes = 0; slots[slot] != 0; probes++) {
            int id = slots[slot] - 1;
            if (hashes[id] == hash) {
                if (texts.equals(id, scratch, length)) {
                    return id;
                }
                alike++;
            }
            if (probes > MAX_PROBES || alike > MAX_ALIKE) {
                throw new IllegalArgumentException("names crafted to collide, such as " + text);
            }
            slot = (slot + 1) & mask;
        }
        int id = texts.size();
        texts.add(scratch, length);
        if (id == hashes.length) {
            grow();
        }
        hashes[id] = hash;
        enter(id);
        return id;
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

    /** Encodes the text into the scratch bytes. */
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

    void writeTo(IndexOutput out) throws IOException {
        texts.writeTo(out);
        out.ints(slots);
    }
}
