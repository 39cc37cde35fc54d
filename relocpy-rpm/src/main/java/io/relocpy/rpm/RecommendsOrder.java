package io.relocpy.rpm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The order in which dnf sees a package's recommends.
 *
 * <p>dnf keeps metadata in a {@code .solv} cache, in which the dependencies of a package are sorted by number, and
 * numbers are given by use: first plain names, the most used in the repository first, then by name; then those with
 * versions and the boolean ones, the most used first, then by first occurrence. It matters where two recommends have
 * choices that exclude each other. Safe for use by several threads.
 */
final class RecommendsOrder {
    private final Pool pool;

    /** By repository; counted when the first list of two or more is asked for. */
    private final AtomicReferenceArray<DependencyUse> uses;

    RecommendsOrder(Pool pool) {
        this.pool = pool;
        this.uses = new AtomicReferenceArray<>(pool.repositories().size());
    }

    List<Dependency> sorted(int id) {
        List<Dependency> recommends = pool.metadata(id).recommends();
        if (recommends.size() < 2) {
            return recommends;
        }
        DependencyUse use = useIn(pool.repositoryIndex(id));
        List<Dependency> sorted = new ArrayList<>(recommends);
        sorted.sort(Comparator.comparing((Dependency each) -> !DependencyUse.isPlain(each))
                .thenComparing(use::count, Comparator.reverseOrder())
                .thenComparingInt(use::firstOccurrence)
                .thenComparing(Dependency::toString));
        return sorted;
    }

    private DependencyUse useIn(int repository) {
        DependencyUse use = uses.get(repository);
        if (use == null) {
            use = DependencyUse.in(pool.repositories().get(repository).packages());
            uses.set(repository, use);
        }
        return use;
    }
}
