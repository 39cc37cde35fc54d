package io.relocpy.elf;

import java.nio.ByteBuffer;

/**
 * A string table (gABI, "String Table"), read in place.
 *
 * <p>To the ELF specification strings are bytes; {@link ElfStrings} says how they are represented.
 */
final class StringTable {
    private final String where;
    private final ByteBuffer bytes;

    StringTable(String where, ByteBuffer bytes) {
        this.where = where;
        this.bytes = bytes;
    }

    int size() {
        return bytes.limit();
    }

    /** All bytes. */
    byte[] copy() {
        byte[] all = new byte[bytes.limit()];
        bytes.get(0, all);
        return all;
    }

    /** Whether a string starts there and ends inside the table. */
    boolean holds(long offset) {
        return offset >= 0 && offset < bytes.limit() && end((int) offset) < bytes.limit();
    }

    /** The offset of the string's NUL, or the table's size if there is none. */
    int end(int offset) {
        int end = offset;
        while (end < bytes.limit() && bytes.get(end) != 0) {
            end++;
        }
        return end;
    }

    String get(long offset) throws ElfFormatException {
        int start = (int) Math.min(Math.max(offset, 0), bytes.limit());
        int end = end(start);
        if (start != offset || end == bytes.limit()) {
            throw new ElfFormatException(
                    where,
                    "a string that starts and ends inside the table of " + bytes.limit() + " bytes",
                    "offset " + Long.toUnsignedString(offset));
        }
        byte[] string = new byte[end - start];
        bytes.get(start, string);
        return ElfStrings.decode(string);
    }
}
