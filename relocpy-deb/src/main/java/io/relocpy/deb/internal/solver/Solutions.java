package io.relocpy.deb.internal.solver;

import static io.relocpy.deb.internal.index.PackageIndex.NONE;

import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.deb.internal.index.Relations;
import io.relocpy.repository.internal.index.IntList;
import java.util.Arrays;

/** The candidates that would satisfy a dependency, or that a negative one hits. Not thread-safe. */
final class Solutions {
    /** Of an architecture that is not configured. */
    private static final int OTHER_ARCHITECTURE = 255;

    private static final int PACKAGE_BITS = 31;

    private final DependencyCache cache;
    private final PackageIndex index;

    Solutions(DependencyCache cache) {
        this.cache = cache;
        index = cache.index();
    }

    /** The packages whose candidates are solutions of these alternatives, the best first. */
    int[] best(int version, int from, int to) {
        IntList all = new IntList(4);
        for (int dependency = from; dependency < to; dependency++) {
            IntList some = packages(version, dependency);
            if (some.size() < 2) {
                all.addAll(some);
                continue;
            }
            long[] keys = new long[some.size()];
            int target = index.name(index.target(dependency));
            for (int i = 0; i < keys.length; i++) {
                keys[i] = sortKey(target, some.get(i));
            }
            Arrays.sort(keys);
            for (long key : keys) {
                all.add(Integer.MAX_VALUE - (int) (key & Integer.MAX_VALUE));
            }
        }
        return usable(all, index.type(from));
    }

    /** As above, in the order of the versions' numbers. */
    int[] byNumber(int version, int from, int to) {
        IntList all = new IntList(4);
        for (int dependency = from; dependency < to; dependency++) {
            all.addAll(packages(version, dependency));
        }
        int[] versions = new int[all.size()];
        for (int i = 0; i < versions.length; i++) {
            versions[i] = cache.candidate(all.get(i));
        }
        Arrays.sort(versions);
        all.clear();
        for (int each : versions) {
            all.add(index.packageOf(each));
        }
        return usable(all, index.type(from));
    }

    /** The target if its candidate is a solution, then providers; none if there was none when last seen. */
    private IntList packages(int version, int dependency) {
        IntList packages = new IntList(2);
        if (!cache.hitsCandidate(version, dependency)) {
            return packages;
        }
        int target = index.target(dependency);
        if (cache.match().isHit(version, dependency, cache.candidate(target))) {
            packages.add(target);
        }
        for (int place = index.firstProvider(target); place < index.endProvider(target); place++) {
            int provider = index.providerVersion(place);
            int owner = index.packageOf(provider);
            if (cache.candidate(owner) == provider && cache.match().isHitByProvider(version, dependency, place)) {
                packages.add(owner);
            }
        }
        return packages;
    }

    /**
     * The smallest is the best: what is protected, has the name of the target, is essential, important, of the native or an
     * earlier architecture, of a higher priority, or was mentioned last.
     */
    private long sortKey(int targetName, int pkg) {
        int architecture = index.architecture(pkg);
        boolean configured = architecture < index.architectures().size();
        long key = cache.isProtected(pkg) ? 0 : 1;
        key = key << 1 | (index.name(pkg) == targetName ? 0 : 1);
        key = key << 1 | (index.isEssential(pkg) ? 0 : 1);
        key = key << 1 | (index.isImportant(pkg) ? 0 : 1);
        key = key << 8 | (configured ? Math.min(architecture, OTHER_ARCHITECTURE) : OTHER_ARCHITECTURE);
        key = key << 3 | index.details().priority(cache.candidate(pkg));
        return key << PACKAGE_BITS | (Integer.MAX_VALUE - pkg);
    }

    /** Without repetitions, and without what is protected from being installed. */
    private int[] usable(IntList packages, int type) {
        boolean positive = !Relations.isNegative(type);
        IntList usable = new IntList(packages.size());
        int last = NONE;
        for (int i = 0; i < packages.size(); i++) {
            int pkg = packages.get(i);
            boolean forbidden = positive && cache.isProtected(pkg) && !cache.isInstall(pkg);
            if (pkg != last && !forbidden) {
                usable.add(pkg);
            }
            last = pkg;
        }
        return usable.toArray();
    }
}
