package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The dynamic string table under an edit: which bytes somebody needs, and where new strings go.
 *
 * <p>A string that is there already is used again; else the first unneeded bytes that are long enough; else the end. So
 * edits that undo each other do not make the table grow.
 */
final class DynamicStrings {
    private final StringTable table;
    private final BitSet needed = new BitSet();
    private final BitSet rewritten = new BitSet();
    private final SortedMap<Integer, byte[]> written = new TreeMap<>();

    DynamicStrings(StringTable table) {
        this.table = table;
        needed.set(0); // the empty string
    }

    /** Says that the string there is in use and must stay. */
    void keep(long offset) throws ElfFormatException {
        if (!table.holds(offset)) {
            table.get(offset); // throws, and says where
        }
        int at = (int) offset;
        // a suffix of a kept string is kept with it
        needed.set(at, table.end(at) + 1);
    }

    /** Where the string will be. All that is in use must have been kept before. */
    long place(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
        int at = find(bytes);
        if (at < 0) {
            at = firstGap(bytes.length);
            written.put(at, bytes);
            rewritten.set(at, at + bytes.length);
        }
        needed.set(at, at + bytes.length);
        return at;
    }

    private int find(byte[] bytes) {
        for (var entry : written.entrySet()) {
            if (Arrays.equals(entry.getValue(), bytes)) {
                return entry.getKey();
            }
        }
        int last = table.size() - bytes.length;
        for (int at = 1; at <= last; at++) {
            if (table.at(at) == bytes[0] && matches(at, bytes)) {
                return at;
            }
        }
        return -1;
    }

    private boolean matches(int at, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (table.at(at + i) != bytes[i]) {
                return false;
            }
        }
        // bytes that another new string overwrites are no longer there
        int overwritten = rewritten.nextSetBit(at);
        return overwritten < 0 || overwritten >= at + bytes.length;
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

    /** Bytes up to the last that is needed. */
    int extent() {
        return needed.length();
    }

    /** The new strings, and zeros for all that nobody needs unless that shall stay; called last. */
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
