package io.relocpy.rpm.internal.pool;

import io.relocpy.repository.internal.index.IntList;
import io.relocpy.rpm.internal.index.DependencyKind;
import java.util.HashMap;
import java.util.Map;

/** The packages that supplement or enhance others. Immutable. */
public final class WeakIndex {
    private final Map<Integer, Relation[]> supplements = new HashMap<>();
    private final Map<Integer, Relation[]> enhances = new HashMap<>();
    private final int[] supplementing;
    private final int[] enhancing;

    WeakIndex(Pool pool, RelationIndex relations) {
        supplementing = collect(pool, relations, DependencyKind.SUPPLEMENTS, supplements);
        enhancing = collect(pool, relations, DependencyKind.ENHANCES, enhances);
    }

    /** Returns the packages with dependencies of this kind, ascending. */
    private static int[] collect(
            Pool pool, RelationIndex relations, DependencyKind kind, Map<Integer, Relation[]> byPackage) {
        IntList ids = new IntList();
        for (int r = 0; r < pool.lists().size(); r++) {
            for (int row : pool.lists().get(r).table().rowsWith(kind)) {
                int id = pool.runnable(r, row);
                if (id != 0) {
                    ids.add(id);
                    byPackage.put(id, relations.all(id, kind));
                }
            }
        }
        return ids.toArray();
    }

    /** Returns the ascending ids of the packages that have supplements. */
    public int[] supplementing() {
        return supplementing;
    }

    /** Returns the ascending ids of the packages that have enhances. */
    public int[] enhancing() {
        return enhancing;
    }

    public Relation[] supplements(int id) {
        return supplements.getOrDefault(id, Relation.NONE);
    }

    public Relation[] enhances(int id) {
        return enhances.getOrDefault(id, Relation.NONE);
    }
}
