package io.relocpy.deb.internal.solver;

import static io.relocpy.deb.internal.index.PackageIndex.NONE;

import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.deb.internal.index.Relations;
import io.relocpy.repository.internal.index.IntList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is installed, and what could be: the state of one run, as in apt's {@code pkgDepCache}. Not thread-safe.
 *
 * <p>Whether a dependency is satisfied is seen as of the moment at which its target, or a package whose candidate provides
 * the target, was last changed ({@link #notice}). Discarding a candidate does not count as a change. What is therefore
 * stale is part of apt's behaviour.
 *
 * @see <a href="https://salsa.debian.org/apt-team/apt/-/blob/main/apt-pkg/depcache.cc">depcache.cc</a>
 */
final class DependencyCache {
    private static final byte INSTALL = 1;
    private static final byte PROTECTED = 2;
    private static final byte AUTOMATIC = 4;
    private static final byte HELD = 8;

    private static final int[] NO_PLACES = {};

    private final PackageIndex index;
    private final DependencyMatch match;
    private final Policy policy;
    private final SolverOptions options;

    private final int[] candidates;

    /** The candidates as of the time when all was last looked at. */
    private int[] seenCandidates;

    /** By package: 1 + the version; 0 without. */
    private final int[] installed;

    private final byte[] states;
    private final @Nullable Snapshot[] snapshots;

    /** The packages that were ever installed. */
    private final IntList touched = new IntList();

    /** What is known of a target; places are those of links to providers. */
    private record Snapshot(int installed, int candidate, int[] installedProviders, int[] candidateProviders) {}

    DependencyCache(Policy policy, SolverOptions options) {
        this.policy = policy;
        this.options = options;
        index = policy.index();
        match = new DependencyMatch(index);
        candidates = policy.candidates().clone();
        seenCandidates = policy.candidates();
        installed = new int[index.packageCount()];
        states = new byte[index.packageCount()];
        snapshots = new Snapshot[index.packageCount()];
    }

    PackageIndex index() {
        return index;
    }

    Policy policy() {
        return policy;
    }

    DependencyMatch match() {
        return match;
    }

    int candidate(int pkg) {
        return candidates[pkg];
    }

    /** The version that is installed, or {@link PackageIndex#NONE}. */
    int installed(int pkg) {
        return installed[pkg] - 1;
    }

    boolean isInstalled(int pkg) {
        return installed[pkg] != 0;
    }

    /** Whether it is marked for installation. */
    boolean isInstall(int pkg) {
        return has(pkg, INSTALL);
    }

    /** Whether what is decided of it must stay. */
    boolean isProtected(int pkg) {
        return has(pkg, PROTECTED);
    }

    /** Whether it is installed because of others. */
    boolean isAutomatic(int pkg) {
        return has(pkg, AUTOMATIC);
    }

    private boolean has(int pkg, byte bit) {
        return (states[pkg] & bit) != 0;
    }

    private void set(int pkg, byte bit, boolean on) {
        states[pkg] = (byte) (on ? states[pkg] | bit : states[pkg] & ~bit);
    }

    void protect(int pkg) {
        set(pkg, PROTECTED, true);
    }

    void unprotect(int pkg) {
        set(pkg, PROTECTED, false);
    }

    void hold(int pkg) {
        set(pkg, HELD, true);
    }

    void setAutomatic(int pkg, boolean automatic) {
        set(pkg, AUTOMATIC, automatic);
    }

    /** The packages that are installed, in no particular order. */
    int[] installedPackages() {
        IntList list = new IntList(touched.size());
        for (int i = 0; i < touched.size(); i++) {
            if (isInstalled(touched.get(i))) {
                list.add(touched.get(i));
            }
        }
        int[] sorted = list.toArray();
        Arrays.sort(sorted);
        int kept = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[kept++] = sorted[i];
            }
        }
        return Arrays.copyOf(sorted, kept);
    }

    // how dependencies are seen

    /** Whether a dependency of that type matters for what is installed. */
    boolean isImportant(int type) {
        return Relations.isCritical(type)
                || (type == Relations.RECOMMENDS && options.recommends())
                || (type == Relations.SUGGESTS && options.suggests());
    }

    private boolean hitsInstalled(int version, int dependency) {
        Snapshot seen = snapshots[index.target(dependency)];
        return seen != null
                && (match.isHit(version, dependency, seen.installed)
                        || isHitByProvider(version, dependency, seen.installedProviders));
    }

    /** Whether a candidate is what the dependency is about, as last seen. */
    boolean hitsCandidate(int version, int dependency) {
        int target = index.target(dependency);
        Snapshot seen = snapshots[target];
        if (seen != null) {
            return match.isHit(version, dependency, seen.candidate)
                    || isHitByProvider(version, dependency, seen.candidateProviders);
        }
        if (match.isHit(version, dependency, seenCandidates[target])) {
            return true;
        }
        for (int place = index.firstProvider(target); place < index.endProvider(target); place++) {
            int provider = index.providerVersion(place);
            if (seenCandidates[index.packageOf(provider)] == provider
                    && match.isHitByProvider(version, dependency, place)) {
                return true;
            }
        }
        return false;
    }

    private boolean isHitByProvider(int version, int dependency, int[] places) {
        for (int place : places) {
            if (match.isHitByProvider(version, dependency, place)) {
                return true;
            }
        }
        return false;
    }

    /** Whether what is installed leaves the dependency satisfied. */
    boolean holdsInstalled(int version, int dependency) {
        return hitsInstalled(version, dependency) != Relations.isNegative(index.type(dependency));
    }

    /** Whether candidates would leave the dependency satisfied. */
    boolean holdsCandidate(int version, int dependency) {
        return hitsCandidate(version, dependency) != Relations.isNegative(index.type(dependency));
    }

    /** Whether one of the alternatives is satisfied; of negative dependencies, whether all are. */
    boolean groupHoldsInstalled(int version, int from, int to) {
        boolean negative = Relations.isNegative(index.type(from));
        for (int dependency = from; dependency < to; dependency++) {
            if (holdsInstalled(version, dependency) != negative) {
                return !negative;
            }
        }
        return negative;
    }

    /** Whether one of the alternatives is satisfied, whatever their type. */
    boolean anyHoldsInstalled(int version, int from, int to) {
        for (int dependency = from; dependency < to; dependency++) {
            if (holdsInstalled(version, dependency)) {
                return true;
            }
        }
        return false;
    }

    /** Whether something that must be satisfied for an installed package is not. */
    boolean isBroken(int pkg) {
        return isBroken(pkg, false);
    }

    /** Also counts recommendations, where these are to be installed. */
    boolean isBroken(int pkg, boolean withRecommended) {
        int version = installed(pkg);
        if (version == NONE) {
            return false;
        }
        int end = index.endDependency(version);
        for (int from = index.firstDependency(version); from < end; ) {
            int to = index.endOfGroup(from, end);
            int type = index.type(from);
            // of negative dependencies, which are not to have alternatives, apt sees only the last one
            int seen = Relations.isNegative(type) ? to - 1 : from;
            if ((Relations.isCritical(type) || (withRecommended && isImportant(type)))
                    && !groupHoldsInstalled(version, seen, to)) {
                return true;
            }
            from = to;
        }
        return false;
    }

    int countBroken(boolean withRecommended) {
        int count = 0;
        for (int pkg : installedPackages()) {
            count += isBroken(pkg, withRecommended) ? 1 : 0;
        }
        return count;
    }

    // changes

    /** Looks again at what targets the package or what its candidate provides. */
    void notice(int pkg) {
        look(pkg);
        int candidate = candidates[pkg];
        if (candidate != NONE) {
            for (int place = index.firstProvided(candidate); place < index.endProvided(candidate); place++) {
                look(index.provided(place));
            }
        }
    }

    private void look(int target) {
        int first = index.firstProvider(target);
        int end = index.endProvider(target);
        if (first == end) {
            snapshots[target] = new Snapshot(installed(target), candidates[target], NO_PLACES, NO_PLACES);
            return;
        }
        IntList byInstalled = new IntList(0);
        IntList byCandidate = new IntList(0);
        for (int place = first; place < end; place++) {
            int provider = index.providerVersion(place);
            int owner = index.packageOf(provider);
            if (installed(owner) == provider) {
                byInstalled.add(place);
            }
            if (candidates[owner] == provider) {
                byCandidate.add(place);
            }
        }
        snapshots[target] =
                new Snapshot(installed(target), candidates[target], byInstalled.toArray(), byCandidate.toArray());
    }

    /** Whether a package may be marked so by others than the user. */
    private boolean mayChange(int pkg, boolean install, boolean user) {
        if (!index.hasVersions(pkg)) {
            return false;
        }
        if (user || isInstall(pkg) == install) {
            return true;
        }
        return !isProtected(pkg) && !(install && has(pkg, HELD));
    }

    boolean mayInstall(int pkg, boolean user) {
        return mayChange(pkg, true, user);
    }

    private void setInstalled(int pkg, int version) {
        if (version != NONE) {
            touched.add(pkg);
        }
        installed[pkg] = version + 1;
    }

    /** Takes a package out again, unless it is protected. */
    boolean markKeep(int pkg) {
        if (!mayChange(pkg, false, false)) {
            return false;
        }
        if (isInstall(pkg)) {
            set(pkg, INSTALL, false);
            setInstalled(pkg, NONE);
            notice(pkg);
        }
        return true;
    }

    /** Takes a package out again, unless it is protected, essential or requested. */
    boolean markDelete(int pkg) {
        boolean allowed = index.hasVersions(pkg)
                && !isProtected(pkg)
                && !has(pkg, HELD)
                && !index.isEssential(pkg)
                && !index.isImportant(pkg);
        if (!allowed || !isInstalled(pkg)) {
            return allowed;
        }
        if (!isAutomatic(pkg)) {
            return false;
        }
        set(pkg, INSTALL, false);
        setInstalled(pkg, NONE);
        notice(pkg);
        return true;
    }

    /** Installs the candidate, except where it is there and protected. */
    void install(int pkg, boolean user) {
        if (isProtected(pkg) && installed(pkg) == candidates[pkg]) {
            return;
        }
        set(pkg, INSTALL, true);
        setInstalled(pkg, candidates[pkg]);
        set(pkg, AUTOMATIC, !user);
        notice(pkg);
    }

    void setCandidate(int version) {
        int pkg = index.packageOf(version);
        if (candidates[pkg] == version) {
            return;
        }
        if (installed(pkg) == candidates[pkg] && isInstall(pkg)) {
            setInstalled(pkg, version);
        }
        candidates[pkg] = version;
        notice(pkg);
    }

    /** Leaves only what is installed as the candidate; others do not notice. */
    void discardCandidate(int pkg) {
        candidates[pkg] = installed(pkg);
    }

    /** Forgets the candidate of a package that cannot be installed; others do not notice. */
    void forgetCandidate(int pkg) {
        candidates[pkg] = NONE;
        set(pkg, INSTALL, false);
    }

    /** Takes a package out that turned out not to be installable. */
    void discardInstallation(int pkg) {
        if (!isInstall(pkg) && !isInstalled(pkg) && candidates[pkg] == NONE) {
            return;
        }
        setInstalled(pkg, NONE);
        set(pkg, INSTALL, false);
        notice(pkg);
        discardCandidate(pkg);
    }

    /** Installs a version, whatever was decided before; to be followed by {@link #lookAgain}. */
    void choose(int version, boolean automatic) {
        int pkg = index.packageOf(version);
        setCandidate(version);
        set(pkg, INSTALL, true);
        setInstalled(pkg, version);
        set(pkg, AUTOMATIC, automatic);
    }

    /** Forgets how everything was seen before. */
    void lookAgain() {
        Arrays.fill(snapshots, null);
        seenCandidates = candidates.clone();
        for (int i = 0; i < touched.size(); i++) {
            notice(touched.get(i));
        }
    }
}
