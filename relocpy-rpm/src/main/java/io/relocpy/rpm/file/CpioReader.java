package io.relocpy.rpm.file;

import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a cpio archive, in the "new ASCII" format or in rpm's stripped format, where an entry only
 * contains its index in the package's file list.
 *
 * @see <a href="https://man.freebsd.org/cgi/man.cgi?query=cpio&sektion=5">cpio(5)</a>
 */
final class CpioReader {
    private static final String NEWC = "070701";
    private static final String NEWC_CRC = "070702";
    private static final String STRIPPED = "07070X";
    private static final String TRAILER = "TRAILER!!!";
    private static final int MAX_NAME = 1 << 16;
    private static final int FIELDS = 13;

    private final InputStream in;
    private final String where;
    private final byte[] skipBuffer = new byte[8192];
    private long offset;
    private long remaining;

    /**
     * The header of an entry.
     *
     * @param index in the package's file list, in the stripped format; -1 otherwise
     * @param name as in the archive; empty in the stripped format
     * @param mode 0 in the stripped format
     * @param size size of the content in bytes; -1 in the stripped format
     */
    record Entry(int index, String name, int mode, long size) {}

    CpioReader(InputStream in, String where) {
        this.in = in;
        this.where = where;
    }

    /**
     * Skips the rest of the current entry and returns the next one; null at the trailer. The caller must then set the
     * size of its content.
     */
    @Nullable
    Entry next() throws IOException {
        skip(remaining);
        remaining = 0;
        pad();
        String magic = ascii(6);
        if (magic.equals(STRIPPED)) {
            long index = hexadecimal();
            pad();
            if (index > Integer.MAX_VALUE) {
                throw bad("the index of a file", Long.toString(index));
            }
            return new Entry((int) index, "", 0, -1);
        }
        if (!magic.equals(NEWC) && !magic.equals(NEWC_CRC)) {
            throw bad("the magic number 070701 or 07070X of a cpio entry", printable(magic));
        }
        long[] fields = new long[FIELDS];
        for (int i = 0; i < FIELDS; i++) {
            fields[i] = hexadecimal();
        }
        long nameLength = fields[11];
        if (nameLength < 1 || nameLength > MAX_NAME) {
            throw bad("a name of 1 to " + MAX_NAME + " bytes", nameLength + " bytes");
        }
        String name = name((int) nameLength);
        pad();
        return name.equals(TRAILER) ? null : new Entry(-1, name, (int) fields[1], fields[6]);
    }

    /** Sets the size of the content of the current entry. */
    void contentSize(long size) {
        remaining = size;
    }

    long remaining() {
        return remaining;
    }

    /** Reads content of the current entry; -1 at its end. */
    int read(byte[] target, int from, int length) throws IOException {
        if (remaining == 0) {
            return -1;
        }
        int read = readSome(target, from, (int) Math.min(length, remaining));
        remaining -= read;
        return read;
    }

    private int readSome(byte[] target, int from, int length) throws IOException {
        int read = in.read(target, from, length);
        if (read < 0) {
            throw bad("more of the payload", "its end");
        }
        offset += read;
        return read;
    }

    private void readFully(byte[] target, int length) throws IOException {
        int done = 0;
        while (done < length) {
            done += readSome(target, done, length - done);
        }
    }

    private void skip(long length) throws IOException {
        long left = length;
        while (left > 0) {
            left -= readSome(skipBuffer, 0, (int) Math.min(left, skipBuffer.length));
        }
    }

    private void pad() throws IOException {
        skip(-offset & 3);
    }

    private String ascii(int length) throws IOException {
        byte[] bytes = new byte[length];
        readFully(bytes, length);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private long hexadecimal() throws IOException {
        String digits = ascii(8);
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), 16);
            if (digit < 0) {
                throw bad("eight hexadecimal digits", printable(digits));
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private String name(int length) throws IOException {
        byte[] bytes = new byte[length];
        readFully(bytes, length);
        if (bytes[length - 1] != 0) {
            throw bad("a NUL-terminated name", printable(new String(bytes, StandardCharsets.ISO_8859_1)));
        }
        return RpmHeader.decode(bytes, 0, length - 1);
    }

    private FormatException bad(String expected, String found) {
        return new FormatException(where + ", payload offset " + offset, expected, found);
    }

    private static String printable(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().limit(80).forEach(c -> {
            if (c >= ' ' && c < 0x7f) {
                out.append((char) c);
            } else {
                out.append(String.format("\\x%02x", c));
            }
        });
        return out.append('"').toString();
    }
}
