package io.relocpy.rpm;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The packages of a table, or some of them, each made an object when it is asked for. Immutable. */
final class PackageList extends AbstractList<PackageMetadata> implements RandomAccess {
    private final PackageTable table;

    /** Ascending; null for all. */
    private final int @Nullable [] rows;

    private PackageList(PackageTable table, int @Nullable [] rows) {
        this.table = table;
        this.rows = rows;
    }

    /** All packages of a table. */
    PackageList(PackageTable table) {
        this(table, null);
    }

    /** That list, or a table made of it. */
    static PackageList of(List<PackageMetadata> packages) {
        return packages instanceof PackageList list ? list : new PackageList(PackageTableBuilder.tableOf(packages));
    }

    /** The packages in whose rows the test holds. */
    PackageList filter(IntPredicate test) {
        IntList kept = new IntList();
        for (int i = 0; i < size(); i++) {
            if (test.test(row(i))) {
                kept.add(row(i));
            }
        }
        return new PackageList(table, kept.toArray());
    }

    PackageTable table() {
        return table;
    }

    /** The row of the package at that index. */
    int row(int index) {
        return rows == null ? index : rows[index];
    }

    /** The index of the package in that row; negative when it is not in the list. */
    int indexOfRow(int row) {
        return rows == null ? row : Arrays.binarySearch(rows, row);
    }

    @Override
    public PackageMetadata get(int index) {
        return table.metadata(row(index));
    }

    @Override
    public int size() {
        return rows == null ? table.size() : rows.length;
    }
}
