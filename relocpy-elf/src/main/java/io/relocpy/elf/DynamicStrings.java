package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The dynamic string table during an edit: which bytes are in use, and where new strings go.
 *
 * <p>A string that exists is reused; otherwise the new one goes to the first unused bytes that are long enough, or to
 * the end. So edits that undo each other do not make the table grow.
 */
final class DynamicStrings {
    private final StringTable table;

    /** The table's bytes; an array, since every byte is examined. */
    private final byte[] bytes;

    /** Where strings in use start, until {@link #needed} has been computed from them. */
    private final BitSet starts = new BitSet();

    private final BitSet needed = new BitSet();
    private final BitSet rewritten = new BitSet();
    private final SortedMap<Integer, byte[]> written = new TreeMap<>();

    DynamicStrings(StringTable table) {
        this.table = table;
        this.bytes = table.copy();
        starts.set(0); // the empty string
    }

    /** Marks the string there as in use: it must stay. */
    void keep(long offset) throws ElfFormatException {
        if (offset < 0 || offset >= bytes.length) {
            table.get(offset); // throws, and says where
        }
        starts.set((int) offset);
    }

    /** A string in use extends to its NUL; strings that start inside it end there too. */
    private void settle() throws ElfFormatException {
        int start = starts.nextSetBit(0);
        int end = 0;
        while (start >= 0 && start < bytes.length) {
            end = start;
            while (end < bytes.length && bytes[end] != 0) {
                end++;
            }
            if (end == bytes.length) {
                table.get(start); // throws, and says where
            }
            needed.set(start, end + 1);
            start = starts.nextSetBit(end + 1);
        }
        starts.clear();
        needed.set(0);
    }

    /** Where the string will be. All strings in use must have been marked before. */
    long place(String text) throws ElfFormatException {
        if (!starts.isEmpty()) {
            settle();
        }
        if (text.isEmpty()) {
            return 0;
        }
        byte[] string = ElfStrings.encode(text + "\0");
        int at = find(string);
        if (at < 0) {
            at = firstGap(string.length);
            written.put(at, string);
            rewritten.set(at, at + string.length);
        }
        needed.set(at, at + string.length);
        return at;
    }

    private int find(byte[] string) {
        for (var entry : written.entrySet()) {
            if (Arrays.equals(entry.getValue(), string)) {
                return entry.getKey();
            }
        }
        int last = bytes.length - string.length;
        for (int at = 1; at <= last; at++) {
            if (bytes[at] == string[0] && matches(at, string)) {
                return at;
            }
        }
        return -1;
    }

    private boolean matches(int at, byte[] string) {
        if (!Arrays.equals(bytes, at, at + string.length, string, 0, string.length)) {
            return false;
        }
        // bytes that another new string overwrites are gone
        int overwritten = rewritten.nextSetBit(at);
        return overwritten < 0 || overwritten >= at + string.length;
    }

    private int firstGap(int length) {
        int at = needed.nextClearBit(1);
        while (true) {
            int end = needed.nextSetBit(at);
            if (end < 0 || end - at >= length) {
                return at;
            }
            at = needed.nextClearBit(end);
        }
    }

    /** Bytes up to the last one in use. */
    int extent() throws ElfFormatException {
        if (!starts.isEmpty()) {
            settle();
        }
        return needed.length();
    }

    /** The new strings, and zeros over unused bytes unless these are kept; called last. */
    SortedMap<Integer, ByteBuffer> patches(int size, boolean keepOld) {
        SortedMap<Integer, ByteBuffer> patches = new TreeMap<>();
        written.forEach((at, bytes) -> patches.put(at, ByteBuffer.wrap(bytes)));
        int at = keepOld ? size : needed.nextClearBit(1);
        while (at < size) {
            int end = needed.nextSetBit(at);
            int stop = end < 0 ? size : Math.min(end, size);
            patches.put(at, ByteBuffer.allocate(stop - at));
            if (end < 0) {
                break;
            }
            at = needed.nextClearBit(end);
        }
        return patches;
    }
}
