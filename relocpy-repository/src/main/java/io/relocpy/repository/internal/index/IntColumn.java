package io.relocpy.repository.internal.index;

import java.io.IOException;
import java.util.Arrays;

/**
 * A column of numbers that an index is built from. It grows by arrays of one size: one array that doubles would need three
 * times the memory for a moment. Not thread-safe.
 */
public final class IntColumn {
    private static final int BITS = 12;
    private static final int CHUNK = 1 << BITS;

    private int[][] chunks = new int[4][];
    private int size;

    public int size() {
        return size;
    }

    public int get(int index) {
        return chunks[index >>> BITS][index & (CHUNK - 1)];
    }

    public void set(int index, int value) {
        chunks[index >>> BITS][index & (CHUNK - 1)] = value;
    }

    public void add(int value) {
        int chunk = size >>> BITS;
        if ((size & (CHUNK - 1)) == 0) {
            if (chunk == chunks.length) {
                chunks = Arrays.copyOf(chunks, chunk * 2);
            }
            chunks[chunk] = new int[CHUNK];
        }
        chunks[chunk][size & (CHUNK - 1)] = value;
        size++;
    }

    public void writeTo(IndexOutput out) throws IOException {
        out.beginInts(size);
        for (int from = 0; from < size; from += CHUNK) {
            out.putInts(chunks[from >>> BITS], Math.min(CHUNK, size - from));
        }
    }
}
