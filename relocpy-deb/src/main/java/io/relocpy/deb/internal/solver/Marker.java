package io.relocpy.deb.internal.solver;

import static io.relocpy.deb.internal.index.PackageIndex.NONE;

import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.deb.internal.index.Relations;
import io.relocpy.repository.internal.index.IntList;

/**
 * Marks packages for installation together with what they depend on: apt's {@code MarkInstall}. It decides greedily; what
 * was marked for a package stays when that package fails. Not thread-safe.
 */
final class Marker {
    /** Ordinary requests need some thousands. */
    private static final int MAX_MARKS = 20_000_000;

    private final DependencyCache cache;
    private final PackageIndex index;
    private final Solutions solutions;
    private int marks;

    Marker(DependencyCache cache) {
        this.cache = cache;
        index = cache.index();
        solutions = new Solutions(cache);
    }

    /** Marks the package alone. */
    boolean markAlone(int pkg, boolean user) {
        return mark(pkg, false, user, 0);
    }

    /** Marks the package and what it depends on. */
    boolean markWithDependencies(int pkg, boolean user) {
        return mark(pkg, true, user, 0);
    }

    private boolean mark(int pkg, boolean withDependencies, boolean user, int depth) {
        if (++marks > MAX_MARKS) {
            throw new LimitReached();
        }
        LimitReached.ifInterrupted();
        if (depth > DeepRecursion.MAX_DEPTH || !cache.mayInstall(pkg, user) || cache.candidate(pkg) == NONE) {
            return false;
        }
        if (!cache.isProtected(pkg) && cache.isInstall(pkg) && !cache.isBroken(pkg, true)) {
            return true;
        }
        if (withDependencies && !canBeSatisfied(pkg)) {
            return false;
        }
        return new Installation(pkg, user, depth).mark(withDependencies);
    }

    /** Whether each dependency has some alternative; forgets the candidate of a package of which that is not so. */
    private boolean canBeSatisfied(int pkg) {
        int version = cache.candidate(pkg);
        int end = index.endDependency(version);
        for (int from = index.firstDependency(version); from < end; ) {
            int to = index.endOfGroup(from, end);
            if (Relations.isDepends(index.type(from)) && !someHolds(version, from, to)) {
                if (!cache.isProtected(pkg)) {
                    cache.forgetCandidate(pkg);
                }
                return false;
            }
            from = to;
        }
        return true;
    }

    private boolean someHolds(int version, int from, int to) {
        for (int dependency = from; dependency < to; dependency++) {
            if (cache.holdsInstalled(version, dependency) || cache.holdsCandidate(version, dependency)) {
                return true;
            }
        }
        return false;
    }

    /** One package that is being marked. */
    private final class Installation {
        private final int pkg;
        private final int version;
        private final boolean user;
        private final int depth;

        /** What is protected or requested goes on after a failure, for the problem resolver to see all of it. */
        private final boolean wasProtected;

        private final boolean failsEarly;

        /** Where groups of alternatives begin and end. */
        private final IntList positive = new IntList(16);

        private final IntList negative = new IntList(8);

        Installation(int pkg, boolean user, int depth) {
            this.pkg = pkg;
            this.user = user;
            this.depth = depth;
            version = cache.candidate(pkg);
            wasProtected = cache.isProtected(pkg);
            failsEarly = !wasProtected && !user;
        }

        boolean mark(boolean withDependencies) {
            if (user) {
                cache.install(pkg, true);
            }
            boolean good = true;
            if (withDependencies) {
                collect();
                good = removeConflicting();
                if (!good && failsEarly) {
                    return false;
                }
            }
            if (!user) {
                cache.install(pkg, false);
            }
            return withDependencies ? installDependencies() && good : good;
        }

        private void collect() {
            int end = index.endDependency(version);
            for (int from = index.firstDependency(version); from < end; ) {
                int to = index.endOfGroup(from, end);
                int type = index.type(from);
                if (cache.isImportant(type) && (wasProtected || !cache.anyHoldsInstalled(version, from, to))) {
                    IntList list = Relations.isNegative(type) ? negative : positive;
                    list.add(from);
                    list.add(to);
                }
                from = to;
            }
        }

        /** Takes out what the package conflicts with, and forbids it where this package is sure to stay. */
        private boolean removeConflicting() {
            boolean good = true;
            for (int i = 0; i < negative.size(); i += 2) {
                for (int other :
                        solutions.best(version, negative.get(i), negative.get(i) + 1)) { // no other alternatives
                    if (cache.candidate(other) == NONE) {
                        continue;
                    }
                    if (cache.isInstall(other) && !cache.markKeep(other)) {
                        good = false;
                        if (failsEarly) {
                            return false;
                        }
                    } else if (wasProtected) {
                        cache.discardCandidate(other);
                        cache.protect(other);
                    }
                }
            }
            return good;
        }

        /** The package is protected meanwhile. */
        private boolean installDependencies() {
            boolean already = cache.isProtected(pkg);
            cache.protect(pkg);
            boolean good = true;
            for (int i = 0; i < positive.size() && (good || !failsEarly); i += 2) {
                good &= installGroup(positive.get(i), positive.get(i + 1));
            }
            if (!good && failsEarly) {
                cache.discardInstallation(pkg);
            }
            if (!already) {
                cache.unprotect(pkg);
            }
            return good;
        }

        private boolean installGroup(int from, int to) {
            boolean critical = Relations.isCritical(index.type(from));
            if (cache.anyHoldsInstalled(version, from, to)) {
                return !wasProtected || !critical || protectOnlySolution(from, to);
            }
            int[] best = solutions.best(version, from, to);
            for (int solution : best) {
                if (cache.candidate(solution) == NONE) {
                    continue;
                }
                if (wasProtected && critical && best.length == 1) {
                    if (!descend(solution, false)) {
                        continue;
                    }
                    cache.protect(solution);
                }
                if (descend(solution, true)) {
                    return true;
                }
            }
            return !critical;
        }

        /** A satisfied dependency of what is sure to stay makes its only solution sure to stay, too. */
        private boolean protectOnlySolution(int from, int to) {
            int[] all = solutions.byNumber(version, from, to);
            if (all.length != 1 || cache.isProtected(all[0])) {
                return true;
            }
            cache.protect(all[0]);
            return descend(all[0], true);
        }

        private boolean descend(int solution, boolean withDependencies) {
            if (DeepRecursion.isDue(depth)) {
                return DeepRecursion.call(() -> Marker.this.mark(solution, withDependencies, false, depth + 1));
            }
            return Marker.this.mark(solution, withDependencies, false, depth + 1);
        }
    }
}
