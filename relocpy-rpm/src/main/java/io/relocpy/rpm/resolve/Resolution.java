package io.relocpy.rpm.resolve;

import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.RepositoryMetadata;
import io.relocpy.rpm.metadata.RepositoryWarning;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The packages that dnf would install into an empty root for the given requests. Immutable.
 *
 * @param requests the requests, as given
 * @param architecture rpm's name of the architecture that the packages run on
 * @param weakDependencies whether packages that are only recommended are included
 * @param packages in an order in which they can be installed: each after those that it requires, except in cycles;
 *     otherwise by repository (by priority, cost, and the order in which they were passed to the resolver), then in the
 *     order of the metadata
 * @param unavailable repositories that were not available; with them, the result could differ
 */
public record Resolution(
        List<String> requests,
        String architecture,
        boolean weakDependencies,
        List<ResolvedPackage> packages,
        List<RepositoryWarning.Unavailable> unavailable) {
    /** Copies the lists. */
    public Resolution {
        requests = List.copyOf(requests);
        packages = List.copyOf(packages);
        unavailable = List.copyOf(unavailable);
    }

    /** Creates a resolution without weak dependencies for which all repositories were available. */
    public Resolution(List<String> requests, String architecture, List<ResolvedPackage> packages) {
        this(requests, architecture, false, packages, List.of());
    }

    /** Returns those of the repositories that are not available. */
    static List<RepositoryWarning.Unavailable> unavailable(List<? extends RepositoryMetadata> repositories) {
        return repositories.stream()
                .flatMap(each ->
                        each.unavailable().stream().map(reason -> new RepositoryWarning.Unavailable(each.id(), reason)))
                .toList();
    }

    /**
     * Explains why a package is part of this resolution.
     *
     * @param nameOrNevra the package's name, or {@code name-[epoch:]version-release.arch}
     * @return the chain of packages from a requested one to this one; empty if this resolution does not contain it
     */
    public List<ResolvedPackage> explain(String nameOrNevra) {
        Map<Nevra, ResolvedPackage> byNevra = new HashMap<>();
        ResolvedPackage asked = null;
        for (ResolvedPackage each : packages) {
            byNevra.put(each.nevra(), each);
            if (asked == null
                    && (each.nevra().name().equals(nameOrNevra)
                            || each.nevra().toString().equals(nameOrNevra))) {
                asked = each;
            }
        }
        Deque<ResolvedPackage> chain = new ArrayDeque<>();
        Set<ResolvedPackage> seen = new HashSet<>();
        for (ResolvedPackage each = asked; each != null && seen.add(each); ) {
            chain.addFirst(each);
            each = each.reason().origin().map(byNevra::get).orElse(null);
        }
        return List.copyOf(chain);
    }
}
