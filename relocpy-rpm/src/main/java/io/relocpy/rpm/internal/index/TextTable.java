package io.relocpy.rpm.internal.index;

import io.relocpy.repository.FormatException;
import io.relocpy.rpm.internal.names.PackageNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Concatenated texts in UTF-8. Immutable. */
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

    Check check() {
        return new Check();
    }

    /** Checks texts, copying them since single bytes of a mapped file are slow to access. Not thread-safe. */
    final class Check {
        private final byte[] text = new byte[PackageNames.MAX_LENGTH];

        boolean accepts(int id, PackageNames rule) {
            int start = start(id);
            int length = ends[id] - start;
            if (length > text.length) {
                return false;
            }
            bytes.get(start, text, 0, length);
            return rule.accepts(text, length);
        }
    }

    ByteBuffer bytes(int id) {
        int start = start(id);
        return bytes.slice(start, ends[id] - start);
    }

    boolean startsWith(int id, char ascii) {
        int start = start(id);
        return start < ends[id] && bytes.get(start) == ascii;
    }

    private int start(int id) {
        return id == 0 ? 0 : ends[id - 1];
    }

    /** Appends texts. */
    static final class Builder {
        private final IntList ends = new IntList();
        private byte[] bytes = new byte[1024];

        int size() {
            return ends.size();
        }

        private int start(int id) {
            return id == 0 ? 0 : ends.get(id - 1);
        }

        void add(String text) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            add(encoded, encoded.length);
        }

        void add(byte[] text, int length) {
            int start = start(ends.size());
            if (length > Integer.MAX_VALUE - 16 - start) {
                throw new IllegalArgumentException("more than 2 GiB of texts");
            }
            if (start + length > bytes.length) {
                int doubled = (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 16);
                bytes = Arrays.copyOf(bytes, Math.max(doubled, start + length));
            }
            System.arraycopy(text, 0, bytes, start, length);
            ends.add(start + length);
        }

        boolean equals(int id, byte[] text, int length) {
            return Arrays.equals(bytes, start(id), ends.get(id), text, 0, length);
        }

        void writeTo(IndexOutput out) throws IOException {
            out.bytes(bytes, start(ends.size()));
            out.ints(ends);
        }
    }
}
