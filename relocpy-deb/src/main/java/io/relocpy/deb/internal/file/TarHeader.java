package io.relocpy.deb.internal.file;

import io.relocpy.repository.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One header block of a tar archive, read as dpkg does: old, ustar and GNU form, numbers in octal or in base 256.
 *
 * @param name with the prefix of ustar
 * @param type the type flag; {@code '0'} also for NUL
 * @param mode permission bits, set-id and sticky bits
 * @param uid number of the owner
 * @param gid number of the group
 * @param user name of the owner; empty in the old form
 * @param group name of the group; empty in the old form
 * @param size bytes that follow
 * @param mtime seconds since 1970
 * @param linkName target of a link
 * @param deviceMajor major number of a device
 * @param deviceMinor minor number of a device
 */
public record TarHeader(
        String name,
        char type,
        int mode,
        long uid,
        long gid,
        String user,
        String group,
        long size,
        long mtime,
        String linkName,
        long deviceMajor,
        long deviceMinor) {
    static final int BLOCK = 512;
    private static final long MAX_ID = 0xffffffffL;
    private static final int CHECKSUM = 148;

    /**
     * Decodes a block.
     *
     * @param where for messages
     */
    static TarHeader decode(byte[] block, String where) throws FormatException {
        Numbers numbers = new Numbers(block, where);
        checkSum(block, where, numbers.octal("checksum", CHECKSUM, 8));
        String magic = new String(block, 257, 6, StandardCharsets.ISO_8859_1);
        boolean ustar = magic.equals("ustar\0");
        boolean extended = ustar || magic.equals("ustar ");
        char type = block[156] == 0 ? '0' : (char) (block[156] & 0xff);
        boolean device = type == '3' || type == '4';
        String name = text(block, 0, 100);
        String prefix = ustar ? text(block, 345, 155) : "";
        return new TarHeader(
                prefix.isEmpty() ? name : prefix + "/" + name,
                type,
                (int) numbers.number("mode", 100, 8, 0, MAX_ID) & 07777,
                numbers.number("user number", 108, 8, 0, MAX_ID),
                numbers.number("group number", 116, 8, 0, MAX_ID),
                extended ? text(block, 265, 32) : "",
                extended ? text(block, 297, 32) : "",
                numbers.number("size", 124, 12, 0, Long.MAX_VALUE),
                numbers.number("time", 136, 12, Long.MIN_VALUE, Long.MAX_VALUE),
                text(block, 157, 100),
                device ? numbers.number("major device number", 329, 8, 0, MAX_ID) : 0,
                device ? numbers.number("minor device number", 337, 8, 0, MAX_ID) : 0);
    }

    static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static void checkSum(byte[] block, String where, long stated) throws FormatException {
        long sum = 8 * ' ';
        for (int i = 0; i < BLOCK; i++) {
            if (i < CHECKSUM || i >= CHECKSUM + 8) {
                sum += block[i] & 0xff;
            }
        }
        if (sum != stated) {
            throw new FormatException(where, "a tar header with checksum " + sum, String.valueOf(stated));
        }
    }

    /** Up to a NUL, or the whole field. */
    private static String text(byte[] block, int offset, int length) {
        int end = offset;
        while (end < offset + length && block[end] != 0) {
            end++;
        }
        return decode(block, offset, end - offset);
    }

    /** UTF-8 where it is valid, else ISO 8859-1. */
    public static String decode(byte[] bytes, int start, int length) {
        String text = new String(bytes, start, length, StandardCharsets.UTF_8);
        boolean lossy = text.indexOf('\ufffd') >= 0
                && !Arrays.equals(
                        text.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(bytes, start, start + length));
        return lossy ? new String(bytes, start, length, StandardCharsets.ISO_8859_1) : text;
    }

    /** The number fields of a block. */
    private record Numbers(byte[] block, String where) {
        long number(String what, int offset, int length, long minimum, long maximum) throws FormatException {
            int first = block[offset] & 0xff;
            long value = first == 0x80 || first == 0xff ? binary(what, offset, length) : octal(what, offset, length);
            if (value < minimum || value > maximum) {
                throw bad(what, "a number from " + minimum + " to " + maximum, String.valueOf(value));
            }
            return value;
        }

        /** Octal digits between spaces in front and spaces or NULs behind. */
        long octal(String what, int offset, int length) throws FormatException {
            int at = offset;
            int end = offset + length;
            while (at < end && block[at] == ' ') {
                at++;
            }
            long value = 0;
            boolean digits = at < end;
            while (at < end && block[at] != 0 && block[at] != ' ') {
                digits &= block[at] >= '0' && block[at] <= '7';
                value = value * 8 + (block[at] - '0');
                at++;
            }
            while (at < end) {
                digits &= block[at] == 0 || block[at] == ' ';
                at++;
            }
            if (!digits) {
                throw bad(
                        what,
                        "octal digits",
                        "\"" + new String(block, offset, length, StandardCharsets.ISO_8859_1) + "\"");
            }
            return value;
        }

        /** Two's complement in base 256 behind a first byte of 0x80, or of 0xff for a negative number. */
        private long binary(String what, int offset, int length) throws FormatException {
            int sign = block[offset] == (byte) 0x80 ? 0 : -1;
            long value = sign;
            for (int i = 1; i < length; i++) {
                if (value >> 55 != sign) {
                    throw bad(what, "a number of 64 bits", "a larger one");
                }
                value = value << 8 | (block[offset + i] & 0xff);
            }
            return value;
        }

        private FormatException bad(String what, String expected, String found) {
            return new FormatException(where + ", " + what, expected, found);
        }
    }
}
