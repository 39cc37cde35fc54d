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

    /** Appends texts. */
    public static final class Builder {
        private final IntColumn ends = new IntColumn();
        private byte[] bytes = new byte[1 << 12];

        public int size() {
            return ends.size();
        }

        public void add(String text) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            add(encoded, 0, encoded.length);
        }

        public void add(byte[] text, int from, int to) {
            int start = start(ends.size());
            int length = to - from;
            if (length > Integer.MAX_VALUE - 16 - start) {
                throw new IllegalArgumentException("more than 2 GiB of texts");
            }
            if (start + length > bytes.length) {
                int doubled = (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 16);
                bytes = Arrays.copyOf(bytes, Math.max(doubled, start + length));
            }
            System.arraycopy(text, from, bytes, start, length);
            ends.add(start + length);
        }

        public boolean equals(int id, byte[] text, int from, int to) {
            return Arrays.equals(bytes, start(id), ends.get(id), text, from, to);
        }

        public String get(int id) {
            return new String(bytes, start(id), ends.get(id) - start(id), StandardCharsets.UTF_8);
        }

        private int start(int id) {
            return id == 0 ? 0 : ends.get(id - 1);
        }

        public int length(int id) {
            return ends.get(id) - start(id);
        }

        /** The bytes of all texts, up to the next change. */
        public byte[] bytes() {
            return bytes;
        }

        public int startOf(int id) {
            return start(id);
        }

        public void writeTo(IndexOutput out) throws IOException {
            out.bytes(bytes, start(ends.size()));
            ends.writeTo(out);
        }
    }
}
