package io.relocpy.deb.internal.index;

import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Texts in UTF-8, end to end. Immutable. */
final class TextTable {
    private final int[] ends;
    private final ByteBuffer bytes;

    private TextTable(int[] ends, ByteBuffer bytes) {
        this.ends = ends;
        this.bytes = bytes;
    }

    static TextTable read(IndexInput in) throws FormatException {
        ByteBuffer bytes = in.bytes();
        return new TextTable(in.ends(bytes.limit()), bytes);
    }

    int size() {
        return ends.length;
    }

    String get(int id) {
        int start = start(id);
        byte[] text = new byte[ends[id] - start];
        bytes.get(start, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    ByteBuffer bytes(int id) {
        int start = start(id);
        return bytes.slice(start, ends[id] - start);
    }

    private int start(int id) {
        return id == 0 ? 0 : ends[id - 1];
    }

    /** Appends texts. */
    static final class Builder {
        private final IntList ends = new IntList();
        private byte[] bytes = new byte[1 << 12];

        int size() {
            return ends.size();
        }

        void add(byte[] text, int from, int to) {
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

        boolean equals(int id, byte[] text, int from, int to) {
            return Arrays.equals(bytes, start(id), ends.get(id), text, from, to);
        }

        String get(int id) {
            return new String(bytes, start(id), ends.get(id) - start(id), StandardCharsets.UTF_8);
        }

        private int start(int id) {
            return id == 0 ? 0 : ends.get(id - 1);
        }

        int length(int id) {
            return ends.get(id) - start(id);
        }

        /** The bytes of all texts, up to the next change. */
        byte[] bytes() {
            return bytes;
        }

        int startOf(int id) {
            return start(id);
        }

        void writeTo(IndexOutput out) throws IOException {
            out.bytes(bytes, start(ends.size()));
            out.ints(ends);
        }
    }
}
