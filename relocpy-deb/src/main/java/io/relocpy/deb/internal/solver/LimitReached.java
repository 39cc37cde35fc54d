package io.relocpy.deb.internal.solver;

/** Ends a run that takes too long, or is interrupted. */
final class LimitReached extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LimitReached() {
        super("limit reached", null, false, false);
    }

    /** Ends the run of an interrupted thread; for all that is done for each package, since there may be a hundred thousand. */
    static void ifInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new LimitReached();
        }
    }
}
