package io.relocpy.rpm.resolve;

import io.relocpy.repository.internal.index.NameTable;
import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Capability.Comparison;
import io.relocpy.rpm.internal.index.PackageTable;
import io.relocpy.rpm.internal.index.Postings;
import io.relocpy.rpm.internal.pool.Pool;
import io.relocpy.rpm.internal.pool.VersionRange;
import java.util.BitSet;

/** Finds the packages that obsolete others. Thread-safe. */
final class Obsoleters {
    private final Pool pool;

    Obsoleters(Pool pool) {
        this.pool = pool;
    }

    /** Returns the given packages and those that obsolete any of them, ascending. */
    int[] with(int[] ids, BitSet excluded) {
        BitSet all = new BitSet();
        for (int id : ids) {
            all.set(id);
            if (pool.archScore(id) != 0) {
                addObsoleters(id, all);
            }
        }
        all.andNot(excluded);
        return all.stream().toArray();
    }

    private void addObsoleters(int id, BitSet all) {
        for (int r = 0; r < pool.lists().size(); r++) {
            PackageTable table = pool.lists().get(r).table();
            int name = table.names().find(pool.name(id));
            if (name == NameTable.ABSENT) {
                continue;
            }
            Postings obsoleting = table.obsoleting();
            for (int place = obsoleting.first(name); place < obsoleting.end(name); place++) {
                int obsoleter = pool.runnable(r, obsoleting.row(place));
                Capability obsoleted = table.dependencies().capability(obsoleting.value(place));
                if (obsoleter != 0 && VersionRange.matches(Comparison.EQ, pool.evr(id), obsoleted)) {
                    all.set(obsoleter);
                }
            }
        }
    }
}
