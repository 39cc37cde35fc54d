package io.relocpy.deb.internal.index;

import io.relocpy.repository.internal.index.IndexOutput;
import io.relocpy.repository.internal.index.IntColumn;
import java.io.IOException;
import java.util.Arrays;

/**
 * For each key from 0 a list of records of a few numbers. Records are linked: most lists are short, and there are hundreds
 * of thousands. They are in arrays that never grow, which would need three times the memory for a moment. Not thread-safe.
 */
final class RecordLists {
    /** The end of a list. */
    static final int END = -1;

    private static final int CHUNK_BITS = 12;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private final int fields;

    /** By key: the first record and the last one. */
    private final IntColumn firsts = new IntColumn();

    private final IntColumn lasts = new IntColumn();

    /** Of so many records each: the next record, then the numbers. */
    private int[][] chunks = new int[4][];

    private int count;

    RecordLists(int fields) {
        this.fields = fields;
    }

    private int[] chunk(int record) {
        return chunks[record >>> CHUNK_BITS];
    }

    private int place(int record) {
        return (record & (CHUNK - 1)) * (1 + fields);
    }

    /** Adds an empty list. */
    void addList() {
        firsts.add(END);
        lasts.add(END);
    }

    int lists() {
        return firsts.size();
    }

    /** The first record of a list, or {@link #END}. */
    int first(int key) {
        return firsts.get(key);
    }

    int next(int record) {
        return chunk(record)[place(record)];
    }

    int get(int record) {
        return get(record, 0);
    }

    int get(int record, int field) {
        return chunk(record)[place(record) + 1 + field];
    }

    boolean isEmpty(int key) {
        return firsts.get(key) == END;
    }

    /** Whether a list has more than one record. */
    boolean hasSeveral(int key) {
        return firsts.get(key) != lasts.get(key);
    }

    /** Adds a record at the end of a list. */
    int append(int key, int... numbers) {
        return insert(key, lasts.get(key), numbers);
    }

    /** Adds a record behind one of the list, or before the first one. */
    int insert(int key, int before, int... numbers) {
        int record = make(numbers);
        if (before == END) {
            chunk(record)[place(record)] = firsts.get(key);
            firsts.set(key, record);
        } else {
            chunk(record)[place(record)] = next(before);
            chunk(before)[place(before)] = record;
        }
        if (before == lasts.get(key)) {
            lasts.set(key, record);
        }
        return record;
    }

    private int make(int... numbers) {
        int record = count++;
        int chunk = record >>> CHUNK_BITS;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk * 2);
        }
        if (place(record) == 0) {
            chunks[chunk] = new int[CHUNK * (1 + fields)];
        }
        System.arraycopy(numbers, 0, chunk(record), place(record) + 1, fields);
        return record;
    }

    /** Writes the lists end to end, then where each of them ends, in records. */
    void writeTo(IndexOutput out) throws IOException {
        int[] ends = new int[firsts.size()];
        int written = 0;
        out.beginInts(count * fields);
        for (int key = 0; key < ends.length; key++) {
            for (int record = first(key); record != END; record = next(record)) {
                for (int field = 0; field < fields; field++) {
                    out.putInt(get(record, field));
                }
                written++;
            }
            ends[key] = written;
        }
        out.ints(ends);
    }
}
