package io.relocpy.deb.resolve;

import io.relocpy.deb.PackageId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The packages that apt would install into an empty root for the given requests. Immutable; equal if all values are. */
public final class Resolution {
    private final Values values;

    private record Values(
            List<String> requests, List<String> architectures, AptSolver solver, List<ResolvedPackage> packages) {}

    Resolution(List<String> requests, List<String> architectures, AptSolver solver, List<ResolvedPackage> packages) {
        values = new Values(List.copyOf(requests), List.copyOf(architectures), solver, List.copyOf(packages));
    }

    /** The requests, as given. */
    public List<String> requests() {
        return values.requests;
    }

    /** The architectures whose packages could be installed, the native one first. */
    public List<String> architectures() {
        return values.architectures;
    }

    /** The solver that computed it. */
    public AptSolver solver() {
        return values.solver;
    }

    /**
     * The packages in an order in which they can be installed: what a package depends on comes before it, except in cycles;
     * otherwise by name.
     */
    public List<ResolvedPackage> packages() {
        return values.packages;
    }

    /**
     * Explains why a package is part of this resolution.
     *
     * @param nameOrId the package's name, {@code name:architecture}, or {@code name:architecture=version}
     * @return the chain of packages from a requested one to this one; empty if this resolution does not contain it
     */
    public List<ResolvedPackage> explain(String nameOrId) {
        Map<PackageId, ResolvedPackage> byId = new HashMap<>();
        ResolvedPackage found = null;
        for (ResolvedPackage each : values.packages) {
            PackageId id = each.id();
            byId.put(id, each);
            if (found == null
                    && (id.name().equals(nameOrId)
                            || nameOrId.equals(id.name() + ":" + id.architecture())
                            || nameOrId.equals(id.toString()))) {
                found = each;
            }
        }
        Deque<ResolvedPackage> chain = new ArrayDeque<>();
        Set<ResolvedPackage> seen = new HashSet<>();
        for (ResolvedPackage each = found; each != null && seen.add(each); ) {
            chain.addFirst(each);
            each = each.reason().origin().map(byId::get).orElse(null);
        }
        return List.copyOf(chain);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Resolution that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The requests and the packages. */
    @Override
    public String toString() {
        return values.requests + " on " + values.architectures + ": " + values.packages;
    }
}
