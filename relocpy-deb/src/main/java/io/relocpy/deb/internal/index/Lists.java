package io.relocpy.deb.internal.index;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.index.IndexInput;
import io.relocpy.repository.internal.index.IndexInput.Range;

/** For each key from 0 a list of records of a few numbers; each record has a place. Immutable. */
final class Lists {
    private final int[] values;
    private final int[] ends;
    private final int fields;

    private Lists(int[] values, int[] ends, int fields) {
        this.values = values;
        this.ends = ends;
        this.fields = fields;
    }

    static Lists read(IndexInput in, int keys, Range... fields) throws FormatException {
        int[] values = in.records(fields);
        return new Lists(values, in.ends(values.length / fields.length, keys), fields.length);
    }

    /** Checks the first number of each record, whose limit was not known before. */
    void check(IndexInput in, int limit) throws FormatException {
        for (int i = 0; i < values.length; i += fields) {
            if (values[i] >= limit) {
                throw in.wrong("a number below " + limit, Integer.toString(values[i]));
            }
        }
    }

    /** How many records there are. */
    int size() {
        return values.length / fields;
    }

    /** The place of the first record of a key. */
    int first(int key) {
        return key == 0 ? 0 : ends[key - 1];
    }

    /** The place behind the last record of a key. */
    int end(int key) {
        return ends[key];
    }

    /** The first number of a record. */
    int value(int place) {
        return values[place * fields];
    }

    int value(int place, int field) {
        return values[place * fields + field];
    }
}
