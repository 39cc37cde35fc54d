package io.relocpy.rpm.internal.index;

import io.relocpy.repository.internal.index.IndexOutput;
import io.relocpy.repository.internal.index.IntList;
import java.io.IOException;

/** Numbers short records of ints in the order of their first use. */
final class RecordTableBuilder {
    private final int fields;
    private final IntList records = new IntList();
    private int[] slots = new int[1 << 12];

    RecordTableBuilder(int fields) {
        this.fields = fields;
    }

    int size() {
        return records.size() / fields;
    }

    int get(int id, int field) {
        return records.get(id * fields + field);
    }

    /** Returns the id of a record. */
    int add(int... record) {
        int mask = slots.length - 1;
        int slot = hash(record, 0) & mask;
        while (slots[slot] != 0) {
            int id = slots[slot] - 1;
            if (equals(id, record)) {
                return id;
            }
            slot = (slot + 1) & mask;
        }
        int id = size();
        records.addAll(record);
        slots[slot] = id + 1;
        if (size() * 2 > slots.length) {
            grow();
        }
        return id;
    }

    private boolean equals(int id, int[] record) {
        for (int i = 0; i < fields; i++) {
            if (records.get(id * fields + i) != record[i]) {
                return false;
            }
        }
        return true;
    }

    private int hash(int[] from, int start) {
        int hash = 0;
        for (int i = start; i < start + fields; i++) {
            hash = (hash ^ from[i]) * 0x9e3779b1;
            hash ^= hash >>> 15;
        }
        return hash;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        int mask = slots.length - 1;
        for (int id = 0; id < size(); id++) {
            int slot = hash(records.array(), id * fields) & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = id + 1;
        }
    }

    void writeTo(IndexOutput out) throws IOException {
        out.ints(records);
    }
}
