package io.relocpy.deb.internal.solver;

import static io.relocpy.deb.internal.index.PackageIndex.NONE;

import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.deb.internal.index.Relations;
import io.relocpy.repository.internal.index.IntList;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Repairs what marking left broken: apt's {@code pkgProblemResolver}, which takes packages out, the weaker of each two, for
 * a few rounds. Not thread-safe.
 *
 * @see <a href="https://salsa.debian.org/apt-team/apt/-/blob/main/apt-pkg/algorithms.cc">algorithms.cc</a>
 */
final class ProblemResolver {
    private static final int ROUNDS = 20;

    private final DependencyCache cache;
    private final PackageIndex index;
    private final Marker marker;
    private final BitSet requested;
    private final BitSet removed;

    /** What was tried to be brought in once. */
    private final BitSet tried = new BitSet();

    /**
     * Prepares a run.
     *
     * @param requested packages to be installed or kept out
     * @param removed those to be kept out
     */
    ProblemResolver(DependencyCache cache, Marker marker, BitSet requested, BitSet removed) {
        this.cache = cache;
        index = cache.index();
        this.marker = marker;
        this.requested = requested;
        this.removed = removed;
    }

    /** Whether nothing is broken any more. */
    boolean resolve() {
        BitSet before = installAgain();
        boolean good = cache.countBroken(false) == 0;
        if (!good) {
            Scores scores = Scores.of(cache, requested);
            repair(scores.sorted(), scores);
            good = cache.countBroken(false) == 0;
        }
        for (int pkg : cache.installedPackages()) {
            if (cache.isInstall(pkg) && !before.get(pkg)) {
                cache.setAutomatic(pkg, true);
            }
        }
        return good;
    }

    /** Marks what is broken and not marked anew; what was to be installed before anything is repaired. */
    private BitSet installAgain() {
        BitSet before = new BitSet();
        boolean again = true;
        while (again) {
            again = false;
            before.clear();
            for (int pkg : inOrder(cache.installedPackages())) {
                if (cache.isInstall(pkg)) {
                    before.set(pkg);
                } else if (cache.isBroken(pkg)) {
                    marker.markAlone(pkg, false);
                    again |= cache.isInstall(pkg);
                }
            }
        }
        return before;
    }

    private int[] inOrder(int[] packages) {
        int[] ranks = Arrays.stream(packages).map(index::rank).sorted().toArray();
        return Arrays.stream(ranks).map(index::inOrder).toArray();
    }

    private void repair(int[] packages, Scores scores) {
        boolean changed = true;
        for (int round = 0; round < ROUNDS && changed; round++) {
            changed = false;
            for (int pkg : packages) {
                if (cache.isInstalled(pkg) && cache.isBroken(pkg)) {
                    LimitReached.ifInterrupted();
                    changed |= new Repair(pkg, scores, round).run();
                }
            }
        }
    }

    /** What one round does about one broken package. */
    private final class Repair {
        private final int pkg;
        private final int version;
        private final Scores scores;
        private final int round;
        private final IntList kills = new IntList(4);
        private boolean changed;

        /** Whether one of several alternatives is looked at. */
        private boolean inAlternatives;

        /** Whether the package is kept as it was, for the sake of other alternatives. */
        private boolean keptForAlternatives;

        Repair(int pkg, Scores scores, int round) {
            this.pkg = pkg;
            this.scores = scores;
            this.round = round;
            version = cache.installed(pkg);
        }

        boolean run() {
            int end = index.endDependency(version);
            boolean more = true;
            for (int from = index.firstDependency(version); from < end && more; ) {
                int to = index.endOfGroup(from, end);
                if (Relations.isCritical(index.type(to - 1))) {
                    more = repairGroup(from, to);
                }
                from = to;
            }
            if (cache.isInstalled(pkg)) {
                kill();
            }
            return changed;
        }

        /** Whether to look at the next dependency, too. */
        private boolean repairGroup(int from, int to) {
            inAlternatives = to - from > 1;
            keptForAlternatives = false;
            int killsBefore = kills.size();
            for (int dependency = from; dependency < to; dependency++) {
                if (cache.groupHoldsInstalled(version, from, to)) {
                    inAlternatives = false;
                    continue;
                }
                boolean settled = repairDependency(dependency, to);
                if (settled && !inAlternatives) {
                    return false;
                }
            }
            if (inAlternatives && killsBefore == kills.size()) {
                if (keptForAlternatives) {
                    cache.markKeep(pkg);
                    changed = true;
                } else if (!cache.isProtected(pkg)) {
                    cache.markDelete(pkg);
                    changed = true;
                }
            }
            return true;
        }

        /** Whether the package itself gave way. */
        private boolean repairDependency(int dependency, int groupEnd) {
            boolean negative = Relations.isNegative(index.type(dependency));
            int[] targets = Targets.of(cache, version, dependency);
            if (targets.length == 0 && !cache.isProtected(pkg) && !negative) {
                if (!inAlternatives) {
                    changed = true;
                    cache.markKeep(pkg);
                }
                return true;
            }
            for (int target : targets) {
                int other = index.packageOf(target);
                if (negative && cache.installed(other) != target) {
                    continue;
                }
                if (!negative || scores.get(pkg) <= scores.get(other)) {
                    if (!cache.isProtected(pkg)) {
                        giveWay(dependency, other);
                        return true;
                    }
                    if (upgrade(other, 0)) {
                        scores.set(other, Math.min(scores.get(other), scores.get(pkg)));
                        return false;
                    }
                } else {
                    attack(dependency, groupEnd, other);
                }
            }
            return false;
        }

        /** The package is weaker, or needs what is not there. */
        private void giveWay(int dependency, int other) {
            boolean wasInstall = cache.isInstall(pkg);
            cache.markKeep(pkg);
            if (!cache.isBroken(pkg)) {
                keptForAlternatives = true;
                if (inAlternatives && wasInstall) {
                    marker.markAlone(pkg, false);
                }
            } else if (!upgrade(pkg, 0)) {
                if (!inAlternatives) {
                    cache.markDelete(pkg);
                    if (round > 1 && scores.get(other) > scores.get(pkg)) {
                        scores.set(pkg, scores.get(other));
                    }
                } else {
                    tryTarget(index.target(dependency));
                }
            }
            changed = true;
        }

        private void tryTarget(int target) {
            if (removed.get(target) || cache.candidate(target) == NONE) {
                return;
            }
            int broken = cache.countBroken(false);
            marker.markWithDependencies(target, false);
            if (cache.isBroken(target) || cache.countBroken(false) > broken) {
                cache.markDelete(target);
            }
        }

        /** The other package is weaker. */
        private void attack(int dependency, int groupEnd, int other) {
            if (index.type(dependency) == Relations.BREAKS && cache.holdsCandidate(version, groupEnd - 1)) {
                marker.markAlone(other, false);
            } else if (!cache.isProtected(other)) {
                kills.add(other);
            }
        }

        private void kill() {
            for (int i = 0; i < kills.size(); i++) {
                int other = kills.get(i);
                boolean kept = cache.markKeep(other);
                if ((!kept || round > 1) && scores.get(pkg) > scores.get(other)) {
                    scores.set(other, scores.get(pkg));
                    changed = true;
                }
                changed |= kept;
            }
        }
    }

    /** Brings a package in together with what it needs, each only once. */
    private boolean upgrade(int pkg, int depth) {
        if (DeepRecursion.isDue(depth)) {
            return DeepRecursion.call(() -> upgradeHere(pkg, depth));
        }
        return upgradeHere(pkg, depth);
    }

    private boolean upgradeHere(int pkg, int depth) {
        if (depth > DeepRecursion.MAX_DEPTH || tried.get(pkg) || cache.candidate(pkg) == NONE || requested.get(pkg)) {
            return false;
        }
        tried.set(pkg);
        boolean wasKept = !cache.isInstall(pkg);
        if (!marker.markAlone(pkg, false) || !cache.isInstalled(pkg)) {
            return false;
        }
        int version = cache.installed(pkg);
        int end = index.endDependency(version);
        for (int from = index.firstDependency(version); from < end; ) {
            int to = index.endOfGroup(from, end);
            if (Relations.isCritical(index.type(to - 1)) && !upgradeGroup(version, from, to, depth)) {
                if (wasKept) {
                    cache.markKeep(pkg);
                } else {
                    cache.markDelete(pkg);
                }
                return false;
            }
            from = to;
        }
        return true;
    }

    private boolean upgradeGroup(int version, int from, int to, int depth) {
        boolean good = true;
        for (int dependency = from; dependency < to; dependency++) {
            if (cache.groupHoldsInstalled(version, from, to)) {
                break;
            }
            int target = singleTarget(version, dependency);
            if (cache.isProtected(target)) {
                good = false;
            } else if (cache.holdsCandidate(version, dependency)) {
                good = upgrade(target, depth + 1);
                if (good) {
                    break;
                }
            } else if (Relations.isNegative(index.type(dependency))) {
                break;
            } else {
                good = false;
            }
        }
        return good;
    }

    /** The target, or the first other provider of a virtual one. */
    private int singleTarget(int version, int dependency) {
        int target = index.target(dependency);
        if (index.hasVersions(target)) {
            return target;
        }
        int own = index.packageOf(version);
        for (int place = index.firstProvider(target); place < index.endProvider(target); place++) {
            int owner = index.packageOf(index.providerVersion(place));
            if (owner != own) {
                return owner;
            }
        }
        return target;
    }
}
