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

/** The packages of a table, or some of them, each made an object when it is asked for. Immutable. */
public final class PackageList extends AbstractList<PackageMetadata> implements RandomAccess {
    private final PackageTable table;

    /** Ascending; null for all. */
    private final int @Nullable [] rows;

    private final @Nullable FileListSource source;
    private @Nullable Map<Integer, List<String>> fileLists;

    /** Reads the file lists of a repository; called once for each list of packages that wants them. */
    public interface FileListSource {
        /** The file lists of all packages of the repository. */
        FileLists read() throws IOException;
    }

    private PackageList(PackageTable table, int @Nullable [] rows, @Nullable FileListSource source) {
        this.table = table;
        this.rows = rows;
        this.source = source;
    }

    /** All packages of a table, which is all that is known of them. */
    public PackageList(PackageTable table) {
        this(table, null, null);
    }

    /** All packages of a table, and where their file lists are. */
    public PackageList(PackageTable table, FileListSource source) {
        this(table, null, source);
    }

    /** That list, or a table made of it. */
    public static PackageList of(List<PackageMetadata> packages) {
        return packages instanceof PackageList list ? list : new PackageList(PackageTableBuilder.tableOf(packages));
    }

    /** The packages in whose rows the test holds. */
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

    /** The row of the package at that index. */
    public int row(int index) {
        return rows == null ? index : rows[index];
    }

    /** The index of the package in that row; negative when it is not in the list. */
    public int indexOfRow(int row) {
        return rows == null ? row : Arrays.binarySearch(rows, row);
    }

    /** All paths by the packages' places in this list, if the list has its own file lists; a package without files may be absent. */
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
