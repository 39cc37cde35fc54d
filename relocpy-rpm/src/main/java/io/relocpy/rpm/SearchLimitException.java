package io.relocpy.rpm;

/** Ends a search that passed its bound; the resolver turns it into a {@link ResolutionException}. */
final class SearchLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SearchLimitException(String message) {
        super(message);
    }
}
