package io.relocpy.rpm;

import java.util.List;

/**
 * The packages that dnf would install into an empty root for some requests. Immutable.
 *
 * @param packages by repository, in the order in which the resolver was given them, then in the order of the metadata
 */
public record Resolution(List<ResolvedPackage> packages) {
    /** Copies the list. */
    public Resolution {
        packages = List.copyOf(packages);
    }
}
