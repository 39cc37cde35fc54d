package io.relocpy.deb.internal.file;

import io.relocpy.repository.internal.io.BlockStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Decompresses an LZ4 frame; that of Commons Compress takes twenty times as long. Its checksums are skipped, since the
 * content of every index is verified with a better one.
 *
 * @see <a href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md">LZ4 frame format</a>
 */
final class Lz4Stream extends BlockStream {
    private static final int MAGIC = 0x184d2204;
    private static final int HISTORY = 1 << 16;
    private static final int STORED = 1 << 31;
    private static final int MIN_MATCH = 4;

    private final InputStream in;
    private final boolean blockChecksums;
    private final byte[] block;
    /** What matches may refer to, then the current block. */
    private final byte[] window;

    private int start;
    private int position;
    private int end;
    private boolean ended;

    Lz4Stream(InputStream in) throws IOException {
        this.in = in;
        if (littleEndian(4) != MAGIC) {
            throw new IOException("not an LZ4 frame");
        }
        int flags = next();
        int size = (next() >> 4) & 7;
        if (flags >> 6 != 1 || (flags & 1) != 0 || size < 4) {
            throw new IOException("an LZ4 frame of an unknown kind");
        }
        blockChecksums = (flags & 0x10) != 0;
        in.skipNBytes((flags & 8) != 0 ? 9 : 1); // content size, checksum of the header
        block = new byte[1 << (8 + 2 * size)];
        window = new byte[HISTORY + block.length];
        start = HISTORY;
        position = HISTORY;
        end = HISTORY;
    }

    private int next() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("the LZ4 frame is cut");
        }
        return b;
    }

    private int littleEndian(int bytes) throws IOException {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= next() << (8 * i);
        }
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position == end && !ended) {
            readBlock();
        }
        if (position == end) {
            return -1;
        }
        int count = Math.min(length, end - position);
        System.arraycopy(window, position, target, offset, count);
        position += count;
        return count;
    }

    private void readBlock() throws IOException {
        int header = littleEndian(4);
        int size = header & ~STORED;
        if (header == 0) {
            ended = true;
            return;
        }
        if (size > block.length) {
            throw new IOException("an LZ4 block of " + size + " bytes");
        }
        if (in.readNBytes(block, 0, size) < size) {
            throw new EOFException("the LZ4 frame is cut");
        }
        if (blockChecksums) {
            in.skipNBytes(4);
        }
        int kept = Math.min(HISTORY, end - start);
        System.arraycopy(window, end - kept, window, HISTORY - kept, kept);
        start = HISTORY - kept;
        position = HISTORY;
        if ((header & STORED) != 0) {
            System.arraycopy(block, 0, window, HISTORY, size);
            end = HISTORY + size;
        } else {
            end = decode(size);
        }
    }

    /** Decompresses the block, whose every index the arrays check; gives the end of the content. */
    private int decode(int size) throws IOException {
        int from = 0;
        int to = HISTORY;
        while (from < size) {
            int token = block[from++] & 0xff;
            int literals = token >> 4;
            if (literals == 15) {
                int more;
                do {
                    more = block[from++] & 0xff;
                    literals += more;
                } while (more == 0xff);
            }
            System.arraycopy(block, from, window, to, literals);
            from += literals;
            to += literals;
            if (from >= size) {
                break; // the last sequence has no match
            }
            int distance = (block[from] & 0xff) | ((block[from + 1] & 0xff) << 8);
            from += 2;
            int length = token & 15;
            if (length == 15) {
                int more;
                do {
                    more = block[from++] & 0xff;
                    length += more;
                } while (more == 0xff);
            }
            if (distance == 0 || distance > to - start) {
                throw new IOException("an LZ4 match before the start");
            }
            to = copy(to, distance, length + MIN_MATCH);
        }
        if (from > size) {
            throw new EOFException("the LZ4 block is cut");
        }
        return to;
    }

    /** A match may overlap what it makes. */
    private int copy(int to, int distance, int length) {
        if (distance >= length) {
            System.arraycopy(window, to - distance, window, to, length);
        } else {
            for (int i = to; i < to + length; i++) {
                window[i] = window[i - distance];
            }
        }
        return to + length;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
