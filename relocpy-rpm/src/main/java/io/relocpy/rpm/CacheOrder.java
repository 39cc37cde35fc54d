package io.relocpy.rpm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The orders that come of dnf keeping metadata in {@code .solv} caches.
 *
 * <p>There names and dependencies are numbered by use: first names, the most used in the repository first, then by name;
 * then dependencies with versions and boolean ones, the most used first, then by first occurrence. The recommends of a
 * package are sorted by these numbers, which matters where two of them have choices that exclude each other; and a
 * pattern of names is a request for each name in their order. Safe for use by several threads.
 */
final class CacheOrder {
    private final Pool pool;

    /** By repository; counted when first asked for. */
    private final AtomicReferenceArray<DependencyUse> uses;

    CacheOrder(Pool pool) {
        this.pool = pool;
        this.uses = new AtomicReferenceArray<>(pool.repositories().size());
    }

    /** A package's recommends in their order. */
    List<Dependency> recommends(int id) {
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

    /** Compares names: those of the first repository before those that only later ones know. */
    int compareNames(String a, String b) {
        for (int repository = 0; repository < pool.repositories().size(); repository++) {
            DependencyUse use = useIn(repository);
            int usesOfA = use.count(Capability.of(a));
            int usesOfB = use.count(Capability.of(b));
            if (usesOfA != usesOfB) {
                return Integer.compare(usesOfB, usesOfA);
            }
            if (usesOfA > 0) {
                return a.compareTo(b);
            }
        }
        return a.compareTo(b);
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
