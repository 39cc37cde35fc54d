package io.relocpy.deb.internal.index;

import io.relocpy.repository.internal.index.IntList;
import io.relocpy.repository.internal.index.TextTable;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The order in which apt walks over all packages: that of its hash table, of names in one bucket the shorter first, and
 * packages of one name as they were made. It shows in answers, since apt sorts by an algorithm that is not stable.
 */
final class PackageOrder {
    /** {@code APT::Cache-HashTableSize}. */
    private static final int BUCKETS = 196_613;

    /** Of what has its place in a key. */
    private static final int MAX_LENGTH = (1 << 12) - 1;

    private PackageOrder() {}

    static int[] of(PackageGraph graph) {
        TextTable.Builder names = graph.names.texts();
        // bucket, length and number in one: few names are left that only their bytes can tell apart
        long[] keys = new long[names.size()];
        for (int name = 0; name < keys.length; name++) {
            int start = names.startOf(name);
            long bucket = bucket(names.bytesOf(name), start, start + names.length(name));
            keys[name] = bucket << 44 | (long) Math.min(names.length(name), MAX_LENGTH) << 32 | name;
        }
        Arrays.sort(keys);
        IntList order = new IntList(graph.packageNames.size());
        for (int from = 0; from < keys.length; ) {
            int to = from + 1;
            while (to < keys.length && keys[to] >>> 32 == keys[from] >>> 32) {
                to++;
            }
            addAll(order, graph, keys, from, to);
            from = to;
        }
        return order.toArray();
    }

    private static void addAll(IntList order, PackageGraph graph, long[] keys, int from, int to) {
        if (to - from == 1) {
            addGroup(order, graph, (int) keys[from]);
            return;
        }
        TextTable.Builder names = graph.names.texts();
        Integer[] alike = new Integer[to - from];
        for (int i = from; i < to; i++) {
            alike[i - from] = (int) keys[i];
        }
        Comparator<Integer> byLength = Comparator.comparingInt(names::length);
        Arrays.sort(
                alike,
                byLength.thenComparing((a, b) -> Arrays.compareUnsigned(
                        names.bytesOf(a),
                        names.startOf(a),
                        names.startOf(a) + names.length(a),
                        names.bytesOf(b),
                        names.startOf(b),
                        names.startOf(b) + names.length(b))));
        for (Integer name : alike) {
            addGroup(order, graph, name);
        }
    }

    private static void addGroup(IntList order, PackageGraph graph, int name) {
        for (int member = graph.groups.first(name); member != RecordLists.END; member = graph.groups.next(member)) {
            order.add(graph.groups.get(member));
        }
    }

    private static int bucket(byte[] bytes, int from, int to) {
        int hash = 5381;
        for (int i = from; i < to; i++) {
            hash = 33 * hash + ((bytes[i] & 0xff) | 0x20);
        }
        return (int) ((hash & 0xffff_ffffL) % BUCKETS);
    }
}
