package io.relocpy.deb.internal.solver;

import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.repository.internal.index.IntList;

/** The versions that a dependency is about, whether they are candidates or not. */
final class Targets {
    private Targets() {}

    /** Versions of the target, the highest first, then those that provide it. */
    static int[] of(DependencyCache cache, int version, int dependency) {
        PackageIndex index = cache.index();
        int target = index.target(dependency);
        IntList list = new IntList(4);
        for (int place = index.firstVersion(target); place < index.endVersion(target); place++) {
            if (cache.match().isHit(version, dependency, index.version(place))) {
                list.add(index.version(place));
            }
        }
        for (int place = index.firstProvider(target); place < index.endProvider(target); place++) {
            if (cache.match().isHitByProvider(version, dependency, place)) {
                list.add(index.providerVersion(place));
            }
        }
        return list.toArray();
    }
}
