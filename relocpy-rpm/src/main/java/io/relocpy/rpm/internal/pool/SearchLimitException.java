package io.relocpy.rpm.internal.pool;

import io.relocpy.repository.ResolutionException;

/** Ends a search that exceeded its limits; the resolver turns it into a {@link ResolutionException}. */
public final class SearchLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SearchLimitException(String message) {
        super(message);
    }

    /** Ends the search of an interrupted thread; for all that is done for each package or rule, since there may be 100,000. */
    public static void ifInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new SearchLimitException("interrupted");
        }
    }
}
