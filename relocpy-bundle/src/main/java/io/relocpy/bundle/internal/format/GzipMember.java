package io.relocpy.bundle.internal.format;

import io.relocpy.repository.internal.io.BlockStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses one gzip member (RFC 1952) without optional fields, and stops at its end; {@link
 * java.util.zip.GZIPInputStream} would continue with the next member, and ignore anything else.
 */
final class GzipMember extends BlockStream {
    private static final int[] START = {0x1f, 0x8b, 8, 0}; // magic, deflate, no flags
    private static final int IGNORED = 6; // time, extra flags, operating system

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] input = new byte[1 << 16];
    private int filled;
    private boolean ended;

    /** @param in at the member's first byte */
    GzipMember(InputStream in) throws IOException {
        this.in = in;
        for (int expected : START) {
            int found = in.read();
            if (found != expected) {
                throw new IOException("expected a gzip member without optional fields, found the byte " + found
                        + " where " + expected + " was expected in its header");
            }
        }
        in.skipNBytes(IGNORED);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (ended) {
            return -1;
        }
        try {
            int count = 0;
            while (length > 0 && (count = inflater.inflate(bytes, offset, length)) == 0) {
                if (inflater.finished()) {
                    readTrailer();
                    return -1;
                }
                if (inflater.needsDictionary()) {
                    throw new IOException("expected no dictionary in a gzip member");
                }
                filled = in.read(input);
                if (filled < 0) {
                    throw new EOFException("unexpected end of the gzip member");
                }
                inflater.setInput(input, 0, filled);
            }
            crc.update(bytes, offset, count);
            return count;
        } catch (DataFormatException e) {
            throw new IOException("damaged deflate stream: " + e.getMessage(), e);
        }
    }

    /** The next compressed byte after the member; -1 if there is none. */
    int readBehind() throws IOException {
        int rest = inflater.getRemaining();
        if (rest > 0) {
            int next = input[filled - rest] & 0xff;
            inflater.setInput(input, filled - rest + 1, rest - 1);
            return next;
        }
        return in.read();
    }

    private void readTrailer() throws IOException {
        ended = true;
        long size = inflater.getBytesWritten();
        if (littleEndian() != crc.getValue() || littleEndian() != (size & 0xffffffffL)) {
            throw new IOException("the gzip member's checksum or size is not that of its content");
        }
    }

    private long littleEndian() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int next = readBehind();
            if (next < 0) {
                throw new EOFException("unexpected end of the gzip member");
            }
            value |= (long) next << shift;
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
