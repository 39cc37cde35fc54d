package io.relocpy.deb.internal.solver;

import static io.relocpy.deb.internal.index.PackageIndex.NONE;

/** apt 3.0's {@code --solver 3.0}. Requests, pins and autoremove are those of the internal solver. */
public final class Solver3Run extends Run {
    public Solver3Run(Policy policy, SolverOptions options) {
        super(policy, options);
    }

    @Override
    void markRequested(int pkg) {
        marker.markAlone(pkg, true);
    }

    @Override
    boolean resolve() {
        BacktrackingSearch search = new BacktrackingSearch(new ClauseBuilder(cache));
        if (!requireAll(search) || !search.run()) {
            return false;
        }
        for (int rank = 0; rank < index.packageCount(); rank++) {
            int pkg = index.inOrder(rank);
            if (search.isChosen(Clause.ofPackage(pkg))) {
                int version = chosenVersion(search, pkg);
                boolean automatic = cause(search, pkg, version) != NONE || cache.isAutomatic(pkg);
                cache.choose(version, automatic);
            }
        }
        cache.lookAgain();
        return cache.countBroken(false) == 0;
    }

    /** Only candidates may be installed; what is requested must be, what is kept out must not. */
    private boolean requireAll(BacktrackingSearch search) {
        boolean good = true;
        for (int rank = 0; rank < index.packageCount(); rank++) {
            int pkg = index.inOrder(rank);
            for (int place = index.firstVersion(pkg); place < index.endVersion(pkg); place++) {
                int version = index.version(place);
                if (cache.candidate(pkg) != version) {
                    good &= search.require(Clause.ofVersion(version), false);
                }
            }
        }
        for (int rank = 0; rank < index.packageCount() && good; rank++) {
            int pkg = index.inOrder(rank);
            if (!index.hasVersions(pkg)) {
                continue;
            }
            if (cache.isInstall(pkg)) {
                good = search.require(Clause.ofVersion(cache.candidate(pkg)), true);
            } else if (cache.isProtected(pkg)) {
                good = search.require(Clause.ofPackage(pkg), false);
            }
        }
        return good;
    }

    private int chosenVersion(BacktrackingSearch search, int pkg) {
        for (int place = index.firstVersion(pkg); place < index.endVersion(pkg); place++) {
            if (search.isChosen(Clause.ofVersion(index.version(place)))) {
                return index.version(place);
            }
        }
        throw new IllegalStateException("a package without a version: " + index.packageName(pkg));
    }

    /** The variable that brought a version in, or {@link io.relocpy.deb.internal.index.PackageIndex#NONE}. */
    private static int cause(BacktrackingSearch search, int pkg, int version) {
        Clause ofVersion = search.reason(Clause.ofVersion(version));
        if (ofVersion == null || ofVersion.reason != Clause.ofPackage(pkg)) {
            return ofVersion == null ? NONE : ofVersion.reason;
        }
        Clause ofPackage = search.reason(Clause.ofPackage(pkg));
        return ofPackage == null ? NONE : ofPackage.reason;
    }
}
