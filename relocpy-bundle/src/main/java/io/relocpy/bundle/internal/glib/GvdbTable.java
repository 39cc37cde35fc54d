package io.relocpy.bundle.internal.glib;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table of a GVDB file, little-endian: names with values or with further tables. Names that are children are listed by the
 * table's root, the name {@code ""}. The form is that of GLib's {@code gvdb-format.h}.
 */
final class GvdbTable {
    private static final int HEADER_SIZE = 24;
    private static final int ITEM_SIZE = 24;
    private static final String ROOT = "";

    /** The names, in the order in which GLib would insert them. */
    private final Map<String, Object> items = new LinkedHashMap<>();

    private final Set<String> children = new LinkedHashSet<>();

    GvdbTable() {
        items.put(ROOT, children);
    }

    void addChild(String name, GVariant value) {
        items.put(name, value);
        children.add(name);
    }

    void addChild(String name, GvdbTable table) {
        items.put(name, table);
        children.add(name);
    }

    /** A value that the root does not list. */
    void add(String name, GVariant value) {
        items.put(name, value);
    }

    /** A file of this table. */
    byte[] file() {
        Writer writer = new Writer();
        writer.reserve(1, HEADER_SIZE);
        int[] place = writer.table(this);
        writer.at(0)
                .put("GVariant".getBytes(StandardCharsets.US_ASCII))
                .putInt(0)
                .putInt(0)
                .putInt(place[0])
                .putInt(place[1]);
        return Arrays.copyOf(writer.bytes, writer.size);
    }

    private static final class Writer {
        private byte[] bytes = new byte[1 << 12];
        private int size;

        /** Room of zeros. */
        int reserve(int alignment, int length) {
            int start = GVariantType.aligned(size, alignment);
            size = start + length;
            if (size > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(size, 2 * bytes.length));
            }
            return start;
        }

        ByteBuffer at(int offset) {
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(offset);
        }

        /** Writes a table; where it starts and ends. */
        int[] table(GvdbTable table) {
            int buckets = table.items.size();
            List<List<String>> chains = new ArrayList<>();
            for (int i = 0; i < buckets; i++) {
                chains.add(new ArrayList<>());
            }
            for (String name : GHashOrder.of(table.items.keySet())) {
                chains.get(Integer.remainderUnsigned(GHashOrder.hash(name), buckets))
                        .add(0, name);
            }
            Map<String, Integer> indexes = new LinkedHashMap<>();
            chains.forEach(chain -> chain.forEach(name -> indexes.put(name, indexes.size())));

            int start = reserve(4, 8 + 4 * buckets + ITEM_SIZE * buckets);
            int end = size;
            ByteBuffer head = at(start).putInt(5 << 27).putInt(buckets); // no Bloom filter, and its shift
            int first = 0;
            for (List<String> chain : chains) {
                head.putInt(first);
                first += chain.size();
            }
            int item = start + 8 + 4 * buckets;
            for (String name : indexes.keySet()) {
                write(item, name, table, indexes);
                item += ITEM_SIZE;
            }
            return new int[] {start, end};
        }

        private void write(int item, String name, GvdbTable table, Map<String, Integer> indexes) {
            byte[] key = name.getBytes(StandardCharsets.UTF_8);
            int keyStart = reserve(1, key.length);
            at(keyStart).put(key);
            int parent = table.children.contains(name) ? indexes.getOrDefault(ROOT, -1) : -1;
            Object content = table.items.get(name);
            int[] place = {0, 0};
            char type;
            if (content instanceof GVariant value) {
                type = 'v';
                byte[] data = GVariant.variant(value).data();
                int valueStart = reserve(8, data.length);
                at(valueStart).put(data);
                place = new int[] {valueStart, size};
            } else if (content instanceof GvdbTable inner) {
                type = 'H';
                place = table(inner);
            } else if (table.children.isEmpty()) {
                type = 0;
            } else {
                type = 'L';
                int list = reserve(4, 4 * table.children.size());
                place = new int[] {list, size};
                ByteBuffer offsets = at(list);
                table.children.stream()
                        .sorted((a, b) -> Arrays.compareUnsigned(
                                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)))
                        .forEach(child -> offsets.putInt(indexes.getOrDefault(child, -1)));
            }
            at(item).putInt(GHashOrder.hash(name))
                    .putInt(parent)
                    .putInt(keyStart)
                    .putShort((short) key.length)
                    .put((byte) type)
                    .put((byte) 0)
                    .putInt(place[0])
                    .putInt(place[1]);
        }
    }
}
