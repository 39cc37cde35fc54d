package io.relocpy.rpm;

import java.util.HashMap;
import java.util.Map;

/** The packages that supplement or enhance others. Immutable. */
final class WeakIndex {
    private final Map<Integer, Relation[]> supplements = new HashMap<>();
    private final Map<Integer, Relation[]> enhances = new HashMap<>();
    private final int[] supplementing;
    private final int[] enhancing;

    WeakIndex(Pool pool, RelationIndex relations) {
        IntList supplementers = new IntList();
        IntList enhancers = new IntList();
        for (int id = Pool.FIRST; id < pool.size(); id++) {
            PackageMetadata metadata = pool.metadata(id);
            if (pool.archScore(id) == 0) {
                continue;
            }
            if (!metadata.supplements().isEmpty()) {
                supplements.put(id, relations.all(metadata.supplements()));
                supplementers.add(id);
            }
            if (!metadata.enhances().isEmpty()) {
                enhances.put(id, relations.all(metadata.enhances()));
                enhancers.add(id);
            }
        }
        supplementing = supplementers.toArray();
        enhancing = enhancers.toArray();
    }

    /** Ascending ids of the packages that state supplements. */
    int[] supplementing() {
        return supplementing;
    }

    /** Ascending ids of the packages that state enhances. */
    int[] enhancing() {
        return enhancing;
    }

    Relation[] supplements(int id) {
        return supplements.getOrDefault(id, Relation.NONE);
    }

    Relation[] enhances(int id) {
        return enhances.getOrDefault(id, Relation.NONE);
    }
}
