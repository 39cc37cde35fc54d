package io.relocpy.rpm;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which packages obsolete which; worked out when first asked for. Safe for use by several threads. */
final class Obsoleters {
    private final Pool pool;
    private volatile @Nullable Map<Integer, int[]> byObsoleted;

    Obsoleters(Pool pool) {
        this.pool = pool;
    }

    /** These packages and those that obsolete any of them, ascending. */
    int[] with(int[] ids, BitSet excluded) {
        Map<Integer, int[]> index = byObsoleted();
        BitSet all = new BitSet();
        for (int id : ids) {
            all.set(id);
            int[] obsoleters = index.get(id);
            if (obsoleters != null) {
                for (int obsoleter : obsoleters) {
                    all.set(obsoleter);
                }
            }
        }
        all.andNot(excluded);
        return all.stream().toArray();
    }

    private Map<Integer, int[]> byObsoleted() {
        Map<Integer, int[]> index = byObsoleted;
        if (index == null) {
            index = new HashMap<>();
            for (int id = Pool.FIRST; id < pool.size(); id++) {
                if (pool.archScore(id) != 0 && !pool.metadata(id).obsoletes().isEmpty()) {
                    int[] obsoleter = {id};
                    for (int obsoleted : pool.relations().of(id).obsoletes) {
                        index.merge(obsoleted, obsoleter, NormalForm::union);
                    }
                }
            }
            byObsoleted = index;
        }
        return index;
    }
}
