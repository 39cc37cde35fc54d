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
 * The packages that dnf would install into an empty root for some requests. Immutable.
 *
 * @param requests as they were given
 * @param architecture that the packages run on, in rpm's name
 * @param packages in an order in which they can be installed: what a package requires comes before it, except in circles;
 *     otherwise by repository (by priority, cost, and the order in which the resolver was given them), then in the order
 *     of the metadata
 * @param unavailable the repositories that were not there to be looked in: with them the packages might be others
 */
public record Resolution(
        List<String> requests,
        String architecture,
        List<ResolvedPackage> packages,
        List<RepositoryWarning.Unavailable> unavailable) {
    /** Copies the lists. */
    public Resolution {
        requests = List.copyOf(requests);
        packages = List.copyOf(packages);
        unavailable = List.copyOf(unavailable);
    }

    /** One for which all repositories were there. */
    public Resolution(List<String> requests, String architecture, List<ResolvedPackage> packages) {
        this(requests, architecture, packages, List.of());
    }

    /** Those of these repositories that are not available. */
    static List<RepositoryWarning.Unavailable> unavailable(List<? extends RepositoryMetadata> repositories) {
        return repositories.stream()
                .flatMap(each ->
                        each.unavailable().stream().map(reason -> new RepositoryWarning.Unavailable(each.id(), reason)))
                .toList();
    }

    /**
     * How a package came in: from the one that was requested, by way of those that brought each other in, to that package.
     *
     * @param nameOrNevra a package's name, or {@code name-[epoch:]version-release.arch}
     * @return the package itself is the last; empty when it is not part of this resolution
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
