package io.relocpy.rpm.internal.index;

import io.relocpy.repository.internal.index.IntList;
import io.relocpy.rpm.PackageMetadata;
import java.io.IOException;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The packages of a table, or some of them; objects are created on access. Immutable. */
public final class PackageList extends AbstractList<PackageMetadata> implements RandomAccess {
    private final PackageTable table;

    /** Ascending; null if the list contains all rows. */
    private final int @Nullable [] rows;

    private final @Nullable FileListSource source;
    private @Nullable Map<Integer, List<String>> fileLists;

    /** Reads the file lists of a repository; called at most once per package list. */
    public interface FileListSource {
        /** Returns the file lists of all packages of the repository. */
        FileLists read() throws IOException;
    }

    private PackageList(PackageTable table, int @Nullable [] rows, @Nullable FileListSource source) {
        this.table = table;
        this.rows = rows;
        this.source = source;
    }

    /** Creates a list of all packages of a table, without separate file lists. */
    public PackageList(PackageTable table) {
        this(table, null, null);
    }

    /** Creates a list of all packages of a table, with the source of their file lists. */
    public PackageList(PackageTable table, FileListSource source) {
        this(table, null, source);
    }

    /** Returns this list itself, or a table built from it. */
    public static PackageList of(List<PackageMetadata> packages) {
        return packages instanceof PackageList list ? list : new PackageList(PackageTableBuilder.tableOf(packages));
    }

    /** Returns the packages whose rows pass the test. */
    public PackageList filter(IntPredicate test) {
        IntList kept = new IntList();
        for (int i = 0; i < size(); i++) {
            if (test.test(row(i))) {
                kept.add(row(i));
            }
        }
        return new PackageList(table, kept.toArray(), source);
    }

    public PackageTable table() {
        return table;
    }

    /** Returns the row of the package at this index. */
    public int row(int index) {
        return rows == null ? index : rows[index];
    }

    /** Returns the index of the package in this row; negative if the list does not contain it. */
    public int indexOfRow(int row) {
        return rows == null ? row : Arrays.binarySearch(rows, row);
    }

    /** Returns all paths by index in this list, if it has its own file lists; a package without files may be absent. */
    synchronized Optional<Map<Integer, List<String>>> fileLists() throws IOException {
        if (source != null && fileLists == null) {
            fileLists = source.read().of(this);
        }
        return Optional.ofNullable(fileLists);
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
