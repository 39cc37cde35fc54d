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
import org.jspecify.annotations.Nullable;

/** The packages that dnf would install into an empty root for the given requests. Immutable; equal if all values are. */
public final class Resolution {
    private final Values values;

    private record Values(
            List<String> requests,
            String architecture,
            boolean weakDependencies,
            List<ResolvedPackage> packages,
            List<RepositoryWarning.Unavailable> unavailable) {}

    Resolution(
            List<String> requests,
            String architecture,
            boolean weakDependencies,
            List<ResolvedPackage> packages,
            List<RepositoryWarning.Unavailable> unavailable) {
        values = new Values(
                List.copyOf(requests), architecture, weakDependencies, List.copyOf(packages), List.copyOf(unavailable));
    }

    /** The requests, as given. */
    public List<String> requests() {
        return values.requests;
    }

    /** rpm's name of the architecture that the packages run on. */
    public String architecture() {
        return values.architecture;
    }

    /** Whether packages that are only recommended are included. */
    public boolean weakDependencies() {
        return values.weakDependencies;
    }

    /**
     * The packages in an order in which they can be installed: each after those that it requires, except in cycles; otherwise
     * by repository (by priority, cost, and the order in which they were passed to the resolver), then in the order of the
     * metadata.
     */
    public List<ResolvedPackage> packages() {
        return values.packages;
    }

    /** Repositories that were not available; with them, the result could differ. */
    public List<RepositoryWarning.Unavailable> unavailable() {
        return values.unavailable;
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
        for (ResolvedPackage each : values.packages) {
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
        return values.requests + " on " + values.architecture + ": " + values.packages;
    }
}
