package io.relocpy.rpm.internal.pool;

import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.internal.index.DependencyKind;
import io.relocpy.rpm.internal.index.DependencyTable;
import io.relocpy.rpm.internal.index.PackageTable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Orders that result from dnf's {@code .solv} caches.
 *
 * <p>In these, names and dependencies are numbered by use: first the names, by descending number of uses in the repository,
 * then by name; then versioned and boolean dependencies, by descending number of uses, then by first occurrence. The
 * recommends of a package are sorted by these numbers, which matters if two of them have choices that exclude each other;
 * and a pattern of names requests each matching name in their order. Thread-safe.
 */
final class CacheOrder {
    private final Pool pool;

    /** By repository; counted on first use. */
    private final AtomicReferenceArray<DependencyUse> uses;

    CacheOrder(Pool pool) {
        this.pool = pool;
        this.uses = new AtomicReferenceArray<>(pool.repositories().size());
    }

    /** Returns a package's recommends in this order. */
    List<Dependency> recommends(int id) {
        PackageTable table = pool.table(id);
        int[] ids = table.dependencyIds(pool.row(id), DependencyKind.RECOMMENDS);
        if (ids.length < 2) {
            return pool.dependencies(id, DependencyKind.RECOMMENDS);
        }
        DependencyUse use = useIn(pool.repositoryIndex(id));
        DependencyTable dependencies = table.dependencies();
        return Arrays.stream(ids)
                .boxed()
                .sorted(Comparator.comparing((Integer each) -> !dependencies.isPlain(each))
                        .thenComparing(use::count, Comparator.reverseOrder())
                        .thenComparingInt(use::firstOccurrence)
                        .thenComparing(each -> dependencies.dependency(each).toString()))
                .map(dependencies::dependency)
                .toList();
    }

    /** Compares names: those of the first repository come before those that only later ones have. */
    int compareNames(String a, String b) {
        for (int repository = 0; repository < pool.repositories().size(); repository++) {
            DependencyUse use = useIn(repository);
            int usesOfA = use.countOfName(a);
            int usesOfB = use.countOfName(b);
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
            use = DependencyUse.in(pool.lists().get(repository).table());
            uses.set(repository, use);
        }
        return use;
    }
}
