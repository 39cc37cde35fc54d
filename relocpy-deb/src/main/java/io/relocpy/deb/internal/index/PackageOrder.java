package io.relocpy.deb.internal.index;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The order in which apt walks over all packages: that of its hash table, of names in one bucket the shorter first, and
 * packages of one name as they were made. It shows in answers, since apt sorts by an algorithm that is not stable.
 */
final class PackageOrder {
    /** {@code APT::Cache-HashTableSize}. */
    private static final int BUCKETS = 196_613;

    private PackageOrder() {}

    static int[] of(PackageGraph graph) {
        TextTable.Builder names = graph.names.texts();
        Integer[] sorted = new Integer[names.size()];
        int[] buckets = new int[sorted.length];
        for (int name = 0; name < sorted.length; name++) {
            sorted[name] = name;
            buckets[name] = bucket(names.bytes(), names.startOf(name), names.startOf(name) + names.length(name));
        }
        Comparator<Integer> byBucket = Comparator.comparingInt(name -> buckets[name]);
        Arrays.sort(
                sorted,
                byBucket.thenComparingInt(names::length)
                        .thenComparing((a, b) -> Arrays.compareUnsigned(
                                names.bytes(),
                                names.startOf(a),
                                names.startOf(a) + names.length(a),
                                names.bytes(),
                                names.startOf(b),
                                names.startOf(b) + names.length(b))));
        IntList order = new IntList(graph.packageNames.size());
        for (Integer name : sorted) {
            order.addAll(graph.groups.get(name));
        }
        return order.toArray();
    }

    private static int bucket(byte[] bytes, int from, int to) {
        int hash = 5381;
        for (int i = from; i < to; i++) {
            hash = 33 * hash + ((bytes[i] & 0xff) | 0x20);
        }
        return (int) ((hash & 0xffff_ffffL) % BUCKETS);
    }
}
