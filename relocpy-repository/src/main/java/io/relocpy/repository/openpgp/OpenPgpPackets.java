package io.relocpy.repository.openpgp;

import io.relocpy.repository.FormatException;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits OpenPGP data into packets without parsing them, so that a packet of an unknown kind does not affect the
 * others.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9580#section-4.2">RFC 9580 section 4.2</a>
 */
final class OpenPgpPackets {
    static final int SIGNATURE = 2;
    static final int SECRET_KEY = 5;
    static final int PUBLIC_KEY = 6;
    static final int TRUST = 12;
    static final int USER_ID = 13;
    static final int PUBLIC_SUBKEY = 14;

    private final byte[] data;
    private final String where;
    private int at;

    /**
     * The position of a packet in the data.
     *
     * @param start offset of its header
     * @param body offset of its body
     */
    record Packet(int tag, int start, int body, int end) {}

    private OpenPgpPackets(byte[] data, String where) {
        this.data = data;
        this.where = where;
    }

    static List<Packet> split(byte[] data, String where) throws FormatException {
        return new OpenPgpPackets(data, where).split();
    }

    private List<Packet> split() throws FormatException {
        List<Packet> packets = new ArrayList<>();
        while (at < data.length) {
            int start = at;
            int head = next();
            if ((head & 0x80) == 0) {
                throw bad("the header of an OpenPGP packet", String.format("0x%02x", head));
            }
            boolean current = (head & 0x40) != 0;
            int tag = current ? head & 0x3f : (head >> 2) & 0xf;
            long length = current ? newLength() : oldLength(head & 3);
            if (length > data.length - at) {
                throw bad(length + " bytes of packet " + tag, (data.length - at) + " bytes");
            }
            int body = at;
            at += (int) length;
            packets.add(new Packet(tag, start, body, at));
        }
        return packets;
    }

    private long newLength() throws FormatException {
        int first = next();
        if (first < 192) {
            return first;
        }
        if (first < 224) {
            return ((first - 192L) << 8) + next() + 192;
        }
        if (first < 255) {
            throw bad("a packet with a known length", "a partial length");
        }
        return number(4);
    }

    private long oldLength(int type) throws FormatException {
        if (type == 3) {
            throw bad("a packet with a known length", "an indeterminate length");
        }
        return number(1 << type);
    }

    private long number(int bytes) throws FormatException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = (value << 8) | next();
        }
        return value;
    }

    private int next() throws FormatException {
        if (at >= data.length) {
            throw bad("the rest of a packet header", "the end of the data");
        }
        return data[at++] & 0xff;
    }

    private FormatException bad(String expected, String found) {
        return new FormatException(where + ", offset " + at, expected, found);
    }
}
