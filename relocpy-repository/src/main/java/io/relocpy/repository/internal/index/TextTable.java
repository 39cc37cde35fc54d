package io.relocpy.repository.internal.index;

import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Concatenated texts in UTF-8. Immutable. */
public final class TextTable {
    private final int[] ends;
    private final ByteBuffer bytes;

    private TextTable(int[] ends, ByteBuffer bytes) {
        this.ends = ends;
        this.bytes = bytes;
    }

    public static TextTable read(IndexInput in) throws FormatException {
        ByteBuffer bytes = in.bytes();
        return new TextTable(in.ends(bytes.limit()), bytes);
    }

    public int size() {
        return ends.length;
    }

    public String get(int id) {
        int start = start(id);
        byte[] text = new byte[ends[id] - start];
        bytes.get(start, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    public ByteBuffer bytes(int id) {
        int start = start(id);
        return bytes.slice(start, ends[id] - start);
    }

    private int start(int id) {
        return id == 0 ? 0 : ends[id - 1];
    }

    public boolean startsWith(int id, char ascii) {
        int start = start(id);
        return start < ends[id] && bytes.get(start) == ascii;
    }

    /** Copies a text: its length, or -1 if it does not fit. Bytes of a mapped file are slow one by one. */
    public int copy(int id, byte[] target) {
        int start = start(id);
        int length = ends[id] - start;
        if (length > target.length) {
            return -1;
        }
        bytes.get(start, target, 0, length);
        return length;
    }

    /**
     * Appends texts. The bytes are in arrays that never grow, which would need three times the memory for a moment; each text
     * is in one of them.
     */
    public static final class Builder {
        private static final int BITS = 16;
        private static final int CHUNK = 1 << BITS;

        /** By text: the number of its array, and where it starts there. */
        private final IntColumn places = new IntColumn();

        private final IntColumn lengths = new IntColumn();
        private byte[][] chunks = new byte[4][];
        private int chunkCount;
        private int used = CHUNK;
        private int total;

        public int size() {
            return lengths.size();
        }

        public void add(String text) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            add(encoded, 0, encoded.length);
        }

        public void add(byte[] text, int from, int to) {
            int length = to - from;
            if (length > Integer.MAX_VALUE - 16 - total) {
                throw new IllegalArgumentException("more than 2 GiB of texts");
            }
            if (used >= CHUNK || length > CHUNK - used) {
                addChunk(length);
            }
            System.arraycopy(text, from, chunks[chunkCount - 1], used, length);
            places.add((chunkCount - 1) << BITS | used);
            lengths.add(length);
            used += length;
            total += length;
        }

        /** One for at least so many bytes. */
        private void addChunk(int length) {
            if (chunkCount == chunks.length) {
                chunks = Arrays.copyOf(chunks, chunkCount * 2);
            }
            chunks[chunkCount++] = new byte[Math.max(CHUNK, length)];
            used = 0;
        }

        public boolean equals(int id, byte[] text, int from, int to) {
            int start = startOf(id);
            return Arrays.equals(bytesOf(id), start, start + length(id), text, from, to);
        }

        public String get(int id) {
            return new String(bytesOf(id), startOf(id), length(id), StandardCharsets.UTF_8);
        }

        public int length(int id) {
            return lengths.get(id);
        }

        /** What has the bytes of a text, from {@link #startOf}. */
        public byte[] bytesOf(int id) {
            return chunks[places.get(id) >>> BITS];
        }

        public int startOf(int id) {
            return places.get(id) & (CHUNK - 1);
        }

        public void writeTo(IndexOutput out) throws IOException {
            out.beginBytes(total);
            for (int id = 0; id < size(); id++) {
                out.putBytes(bytesOf(id), startOf(id), length(id));
            }
            out.endBytes(total);
            out.beginInts(size());
            int end = 0;
            for (int id = 0; id < size(); id++) {
                end += length(id);
                out.putInt(end);
            }
        }
    }
}
