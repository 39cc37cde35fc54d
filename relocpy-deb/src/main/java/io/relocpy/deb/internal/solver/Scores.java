package io.relocpy.deb.internal.solver;

import static io.relocpy.deb.internal.index.PackageIndex.NONE;

import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.deb.internal.index.Relations;
import io.relocpy.repository.internal.index.IntList;
import java.util.BitSet;

/** How much the problem resolver wants to keep each package. Not thread-safe. */
final class Scores {
    private static final long ESSENTIAL_INSTALLED = 100;
    private static final long ESSENTIAL = 5_000;
    private static final long REQUESTED = 10_000;

    /** By priority; none, then required to extra. */
    private static final int[] PRIORITIES = {0, 3, 2, 1, -1, -2};

    private final DependencyCache cache;
    private final PackageIndex index;
    private final long[] scores;

    private Scores(DependencyCache cache) {
        this.cache = cache;
        index = cache.index();
        scores = new long[index.packageCount()];
    }

    static Scores of(DependencyCache cache, BitSet requested) {
        Scores scores = new Scores(cache);
        int[] installed = cache.installedPackages();
        for (int pkg : installed) {
            scores.addOwn(pkg);
        }
        long[] before = scores.scores.clone();
        for (int pkg : installed) {
            if (before[pkg] > 0) {
                scores.addToDependencies(pkg, before[pkg]);
            }
        }
        scores.addToProviders(before);
        requested.stream().forEach(pkg -> scores.scores[pkg] += REQUESTED);
        for (int pkg = 0; pkg < before.length; pkg++) {
            scores.scores[pkg] += scores.isEssential(pkg) ? ESSENTIAL : 0;
        }
        return scores;
    }

    private boolean isEssential(int pkg) {
        return index.isEssential(pkg) || index.isImportant(pkg);
    }

    /** For being there, and for each dependency on others. */
    private void addOwn(int pkg) {
        int version = cache.installed(pkg);
        scores[pkg] += isEssential(pkg) ? ESSENTIAL_INSTALLED : 0;
        scores[pkg] += PRIORITIES[index.details().priority(version)];
        for (int dependency = index.firstDependency(version); dependency < index.endDependency(version); dependency++) {
            int weight = weight(index.type(dependency));
            if (weight != 0) {
                addToTarget(version, dependency, weight);
            }
        }
    }

    private static int weight(int type) {
        if (Relations.isNegative(type)) {
            return -1;
        }
        return isStrong(type) ? 1 : 0;
    }

    private static boolean isStrong(int type) {
        return Relations.isDepends(type) || type == Relations.RECOMMENDS;
    }

    private void addToTarget(int version, int dependency, int weight) {
        int target = index.target(dependency);
        if (!cache.match().ignoresTarget(version, dependency)) {
            int installed = cache.installed(target);
            if (index.wantedText(dependency) != 0
                    && (installed == NONE || !index.satisfies(index.versionText(installed), dependency))) {
                return;
            }
            scores[target] += weight;
        }
        IntList providers = new IntList(2);
        for (int place = index.firstProvider(target); place < index.endProvider(target); place++) {
            int provider = index.providerVersion(place);
            int owner = index.packageOf(provider);
            if (cache.installed(owner) == provider
                    && cache.match().isHitByProvider(version, dependency, place)
                    && !providers.contains(owner)) {
                providers.add(owner);
                scores[owner] += weight;
            }
        }
    }

    private void addToDependencies(int pkg, long score) {
        int version = cache.installed(pkg);
        for (int dependency = index.firstDependency(version); dependency < index.endDependency(version); dependency++) {
            if (isStrong(index.type(dependency)) && cache.isInstalled(index.target(dependency))) {
                scores[index.target(dependency)] += score;
            }
        }
    }

    /** What a package gained goes to its installed providers, in apt's order of packages. */
    private void addToProviders(long[] before) {
        for (int rank = 0; rank < before.length; rank++) {
            int pkg = index.inOrder(rank);
            long gain = Math.abs(scores[pkg] - before[pkg]);
            if (gain == 0) {
                continue;
            }
            IntList providers = new IntList(2);
            for (int place = index.firstProvider(pkg); place < index.endProvider(pkg); place++) {
                int provider = index.providerVersion(place);
                int owner = index.packageOf(provider);
                if (!index.isImplicitProvider(place)
                        && cache.installed(owner) == provider
                        && !providers.contains(owner)) {
                    providers.add(owner);
                    scores[owner] += gain;
                }
            }
        }
    }

    long get(int pkg) {
        return scores[pkg];
    }

    void set(int pkg, long score) {
        scores[pkg] = score;
    }

    /** All packages by descending score, as apt sorts them. */
    int[] sorted() {
        int[] packages = new int[scores.length];
        long[] keys = new long[scores.length];
        for (int rank = 0; rank < packages.length; rank++) {
            packages[rank] = index.inOrder(rank);
            keys[rank] = -scores[packages[rank]];
        }
        StandardSort.sort(packages, keys);
        return packages;
    }
}
