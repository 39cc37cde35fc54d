package io.relocpy.deb.internal.solver;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets recursions go as deep as apt's: every few hundred steps the next one runs on a thread of its own, hence on a fresh
 * stack, while the caller waits. Ordinary repositories never get there.
 */
final class DeepRecursion {
    /** apt's own limit. */
    static final int MAX_DEPTH = 3000;

    private static final int STEPS = 200;

    private DeepRecursion() {}

    /** Whether the next step needs a fresh stack. */
    static boolean isDue(int depth) {
        return depth > 0 && depth % STEPS == 0;
    }

    /** Runs on a fresh stack. */
    static boolean call(BooleanSupplier step) {
        Step run = new Step(step);
        Thread thread = new Thread(run, "apt-solver");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                thread.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (run.thrown != null) {
            throw run.thrown;
        }
        return run.result;
    }

    private static final class Step implements Runnable {
        private final BooleanSupplier step;
        private boolean result;
        private @Nullable RuntimeException thrown;

        Step(BooleanSupplier step) {
            this.step = step;
        }

        @Override
        public void run() {
            try {
                result = step.getAsBoolean();
            } catch (RuntimeException e) {
                thrown = e;
            }
        }
    }
}
