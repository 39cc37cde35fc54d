package io.relocpy.rpm.internal.solver;

import io.relocpy.rpm.internal.pool.SearchLimitException;
import java.time.Duration;

/** Limits the time and the conflicts of one search. Not thread-safe. */
public final class SearchLimit {
    private static final int STEPS_BETWEEN_TIME_CHECKS = 64;

    private final Duration time;
    private final int maxConflicts;
    private final long start = System.nanoTime();
    private int conflicts;
    private int steps;

    public SearchLimit(Duration time, int maxConflicts) {
        this.time = time;
        this.maxConflicts = maxConflicts;
    }

    /** Counts one decision. */
    void step() {
        if (++steps % STEPS_BETWEEN_TIME_CHECKS == 0) {
            checkTime();
        }
    }

    /** Counts one conflict. */
    void conflict() {
        if (++conflicts > maxConflicts) {
            throw new SearchLimitException("no solution found within " + maxConflicts + " conflicts");
        }
        checkTime();
    }

    private void checkTime() {
        SearchLimitException.ifInterrupted();
        if (System.nanoTime() - start > time.toNanos()) {
            throw new SearchLimitException("no solution found within " + time.toMillis() + " ms");
        }
    }
}
