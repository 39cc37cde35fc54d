package io.relocpy.rpm.internal.index;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.index.IndexInput;
import io.relocpy.repository.internal.index.IndexInput.Range;
import io.relocpy.repository.internal.index.IndexOutput;
import io.relocpy.repository.internal.index.IntList;
import java.io.IOException;

/** For each key from 0, its entries: package rows, ascending, each optionally with a second number. Immutable. */
public final class Postings {
    private final int[] ends;
    private final int[] entries;
    private final int fields;

    /**
     * Reads what {@link Builder} wrote.
     *
     * @param fields the range of the rows, and that of the second numbers if there are any
     */
    Postings(IndexInput in, int keys, Range... fields) throws FormatException {
        this.fields = fields.length;
        entries = in.records(fields);
        ends = in.ends(entries.length / fields.length, keys);
    }

    /** Returns the position of the first entry of a key. */
    public int first(int key) {
        return key == 0 ? 0 : ends[key - 1];
    }

    /** Returns the position after the last entry of a key. */
    public int end(int key) {
        return ends[key];
    }

    public int row(int place) {
        return entries[place * fields];
    }

    /** Returns the second number. */
    public int value(int place) {
        return entries[place * fields + 1];
    }

    /** Collects entries in row order and sorts them by key. */
    static final class Builder {
        private final IntList keys = new IntList();
        private final IntList entries = new IntList();
        private final int fields;

        Builder(int fields) {
            this.fields = fields;
        }

        void add(int key, int row) {
            keys.add(key);
            entries.add(row);
        }

        void add(int key, int row, int value) {
            add(key, row);
            entries.add(value);
        }

        void writeTo(IndexOutput out, int keyCount) throws IOException {
            int[] ends = new int[keyCount];
            for (int i = 0; i < keys.size(); i++) {
                ends[keys.get(i)]++;
            }
            int[] next = new int[keyCount];
            int end = 0;
            for (int key = 0; key < keyCount; key++) {
                next[key] = end;
                end += ends[key];
                ends[key] = end;
            }
            int[] sorted = new int[entries.size()];
            for (int i = 0; i < keys.size(); i++) {
                int place = next[keys.get(i)]++ * fields;
                for (int field = 0; field < fields; field++) {
                    sorted[place + field] = entries.get(i * fields + field);
                }
            }
            out.ints(sorted);
            out.ints(ends);
        }
    }
}
