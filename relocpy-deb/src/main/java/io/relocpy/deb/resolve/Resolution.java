package io.relocpy.deb.resolve;

import io.relocpy.deb.PackageId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The packages that apt would install into an empty root for some requests. Immutable.
 *
 * @param requests as they were given
 * @param architectures whose packages could be installed, the native one first
 * @param solver that computed it
 * @param packages in an order in which they can be installed: what a package depends on comes before it, except in
 *     cycles; otherwise by name
 */
public record Resolution(
        List<String> requests, List<String> architectures, AptSolver solver, List<ResolvedPackage> packages) {
    /** Copies the lists. */
    public Resolution {
        requests = List.copyOf(requests);
        architectures = List.copyOf(architectures);
        packages = List.copyOf(packages);
    }

    /**
     * How a package came in: from the one that was requested, by way of those that brought each other in, to that package.
     *
     * @param nameOrId a package's name, {@code name:architecture}, or {@code name:architecture=version}
     * @return the package itself is the last; empty when it is not part of this resolution
     */
    public List<ResolvedPackage> explain(String nameOrId) {
        Map<PackageId, ResolvedPackage> byId = new HashMap<>();
        ResolvedPackage found = null;
        for (ResolvedPackage each : packages) {
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
}
