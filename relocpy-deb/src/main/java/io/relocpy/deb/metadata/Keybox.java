package io.relocpy.deb.metadata;

import io.relocpy.repository.FormatException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keybox of GnuPG 2, which {@code gpg --keyring FILE --import} makes unless told otherwise, and which apt 2 takes for a
 * source's keyring, as gpgv reads it.
 */
final class Keybox {
    private static final byte[] MAGIC = "KBXf".getBytes(StandardCharsets.US_ASCII);
    private static final int MAGIC_OFFSET = 8;
    private static final int TYPE_OFFSET = 4;
    private static final int OPENPGP = 2;

    /** Of a record with a key, up to the length of the key. */
    private static final int HEADER = 16;

    private Keybox() {}

    static boolean is(byte[] data) {
        int end = MAGIC_OFFSET + MAGIC.length;
        return data.length >= end && Arrays.equals(data, MAGIC_OFFSET, end, MAGIC, 0, MAGIC.length);
    }

    /** The packets of its OpenPGP keys. */
    static byte[] packets(byte[] data, String where) throws FormatException {
        ByteArrayOutputStream packets = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.wrap(data);
        for (int at = 0; at < data.length; ) {
            int left = data.length - at;
            long length = left < HEADER ? 0 : Integer.toUnsignedLong(buffer.getInt(at));
            if (length < HEADER || length > left) {
                throw new FormatException(
                        where + ", offset " + at, "a record of a keybox", "one of " + length + " bytes");
            }
            if (data[at + TYPE_OFFSET] == OPENPGP) {
                long start = Integer.toUnsignedLong(buffer.getInt(at + 8));
                long size = Integer.toUnsignedLong(buffer.getInt(at + 12));
                if (start + size > length) {
                    throw new FormatException(where + ", offset " + at, "a key in the record", "one behind its end");
                }
                packets.write(data, at + (int) start, (int) size);
            }
            at += (int) length;
        }
        return packets.toByteArray();
    }
}
