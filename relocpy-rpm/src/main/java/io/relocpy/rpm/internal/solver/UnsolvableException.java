package io.relocpy.rpm.internal.solver;

import io.relocpy.repository.ResolutionException;

/** Ends a search that proved that there is no solution; the resolver turns it into a {@link ResolutionException}. */
public final class UnsolvableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnsolvableException() {
        super("no solution", null, false, false);
    }
}
