package io.relocpy.bundle.internal.format;

import io.relocpy.repository.internal.io.BlockFilter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Lets exactly one frame of zstd (RFC 8878) through, still compressed, and ends there; a decoder would continue with
 * frames after it. The frame's structure is followed from header to header.
 */
final class ZstdFrame extends BlockFilter {
    private static final int[] MAGIC = {0x28, 0xb5, 0x2f, 0xfd};
    private static final int[] DICTIONARY_ID_SIZE = {0, 1, 2, 4};
    private static final int[] CONTENT_SIZE_SIZE = {0, 2, 4, 8};
    private static final int RLE = 1;

    /** What has been read of the headers and must still be passed on. */
    private final byte[] header = new byte[32];

    private int headerLength;
    private int headerGiven;
    private long left;
    private boolean hasChecksum;
    private boolean lastBlock;
    private boolean ended;

    /** @param in at the frame's first byte; is read no further than its end */
    ZstdFrame(InputStream in) throws IOException {
        super(in);
        for (int expected : MAGIC) {
            if (next() != expected) {
                throw new IOException("expected a frame of zstd");
            }
        }
        int descriptor = next();
        boolean singleSegment = (descriptor & 0x20) != 0;
        hasChecksum = (descriptor & 4) != 0;
        int contentSize = CONTENT_SIZE_SIZE[descriptor >> 6];
        int dictionaryId = DICTIONARY_ID_SIZE[descriptor & 3];
        if (dictionaryId != 0) {
            throw new IOException("expected no dictionary in a frame of zstd");
        }
        int rest = (singleSegment ? 0 : 1) + (singleSegment && contentSize == 0 ? 1 : contentSize);
        for (int i = 0; i < rest; i++) {
            next();
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (headerGiven == headerLength && left == 0) {
            if (ended) {
                return -1;
            }
            advance();
        }
        if (headerGiven < headerLength) {
            int count = Math.min(length, headerLength - headerGiven);
            System.arraycopy(header, headerGiven, bytes, offset, count);
            headerGiven += count;
            return count;
        }
        int count = in.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw truncated();
        }
        left -= count;
        return count;
    }

    /** Reads the next block's header; after the last block there is a checksum, or nothing. */
    private void advance() throws IOException {
        headerLength = 0;
        headerGiven = 0;
        if (lastBlock) {
            ended = true;
            left = hasChecksum ? 4 : 0;
            return;
        }
        int block = next() | next() << 8 | next() << 16;
        lastBlock = (block & 1) != 0;
        left = (block >> 1 & 3) == RLE ? 1 : block >> 3;
    }

    private int next() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw truncated();
        }
        header[headerLength++] = (byte) next;
        return next;
    }

    private static EOFException truncated() {
        return new EOFException("unexpected end of the frame of zstd");
    }

    @Override
    public long skip(long count) throws IOException {
        return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, 1 << 13)]));
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
