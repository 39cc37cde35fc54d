package io.relocpy.deb.internal.solver;

import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.deb.internal.index.Relations;
import io.relocpy.deb.internal.solver.SolverFailure.Kind;
import io.relocpy.repository.internal.index.IntList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** One run of {@code apt-get install} for an empty root. Not thread-safe, and for one use. */
public abstract class Run {
    final DependencyCache cache;
    final PackageIndex index;
    final Marker marker;
    final BitSet requested = new BitSet();

    /** What must be kept out. */
    final BitSet removed = new BitSet();

    private final RequestReader reader;

    Run(Policy policy, SolverOptions options) {
        cache = new DependencyCache(policy, options);
        index = policy.index();
        marker = new Marker(cache);
        reader = new RequestReader(cache);
    }

    /**
     * What is installed for these requests.
     *
     * @throws SolverFailure when apt gives up
     */
    public Answer solve(List<String> requests) throws SolverFailure {
        if (!cache.policy().knowsTarget()) {
            throw new SolverFailure(Kind.UNKNOWN_RELEASE, "");
        }
        List<SolverFailure> failures = new ArrayList<>();
        try {
            for (String request : requests) {
                try {
                    LimitReached.ifInterrupted();
                    reader.read(request);
                } catch (SolverFailure e) {
                    failures.add(e);
                }
            }
            if (!failures.isEmpty()) {
                throw new SolverFailure(failures);
            }
            mark();
            if (!resolve() || !new Autoremover(cache, marker).run()) {
                throw new SolverFailure(Kind.UNMET_DEPENDENCIES, "");
            }
        } catch (LimitReached e) {
            throw new SolverFailure(Kind.LIMIT, "");
        }
        IntList versions = new IntList();
        for (int pkg : cache.installedPackages()) {
            if (cache.isInstall(pkg)) {
                versions.add(cache.installed(pkg));
            }
        }
        int[] sorted = versions.toArray();
        Arrays.sort(sorted);
        return new Answer(sorted, reader.installs());
    }

    private void mark() {
        for (int version : reader.removals().keySet()) {
            int pkg = index.packageOf(version);
            cache.protect(pkg);
            cache.hold(pkg);
            requested.set(pkg);
            removed.set(pkg);
        }
        List<Integer> packages = new ArrayList<>();
        for (int version : reader.installs().keySet()) {
            int pkg = index.packageOf(version);
            cache.setCandidate(version);
            removed.clear(pkg);
            requested.set(pkg);
            cache.protect(pkg);
            marker.markAlone(pkg, true);
            packages.add(pkg);
        }
        if (!reader.ofReleases().isEmpty()) {
            new ReleaseSelection(cache).apply(reader.ofReleases());
        }
        packages.forEach(this::markRequested);
    }

    /** Marks a requested package, now that all are known. */
    abstract void markRequested(int pkg);

    /** Whether what was marked could be made to fit. */
    abstract boolean resolve();

    /** What the requests named, as far as they were read: versions to install, each with its request. */
    public Map<Integer, String> requestedVersions() {
        return reader.installs();
    }

    /** What the requests keep out, as far as they were read. */
    public Map<Integer, String> keptOut() {
        return reader.removals();
    }

    /** The version of each package that could be installed in this run. */
    public int candidate(int pkg) {
        return cache.candidate(pkg);
    }

    /** The versions that a dependency is about, whether they are candidates or not. */
    public int[] targets(int version, int dependency) {
        return Targets.of(cache, version, dependency);
    }

    public boolean isInstalled(int version) {
        return cache.installed(index.packageOf(version)) == version;
    }

    /** Alternatives of an installed version of which none holds. */
    public record Unmet(int version, int from, int to) {}

    /** What the run left broken. */
    public List<Unmet> unmet() {
        List<Unmet> unmet = new ArrayList<>();
        for (int pkg : cache.installedPackages()) {
            int version = cache.installed(pkg);
            int end = index.endDependency(version);
            for (int from = index.firstDependency(version); from < end; ) {
                int to = index.endOfGroup(from, end);
                if (Relations.isCritical(index.type(from)) && !cache.groupHoldsInstalled(version, from, to)) {
                    unmet.add(new Unmet(version, from, to));
                }
                from = to;
            }
        }
        return unmet;
    }
}
