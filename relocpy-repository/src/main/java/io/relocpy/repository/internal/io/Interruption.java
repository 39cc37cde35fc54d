package io.relocpy.repository.internal.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;

/** Interrupts of threads: where long work notices them, and the one exception that callers get. */
public final class Interruption {
    private static final int MAX_CAUSES = 20;

    private Interruption() {}

    /** What may be interrupted. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    /** Ends the work of an interrupted thread; for work that neither waits nor uses channels, which do so themselves. */
    public static void check() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
    }

    /** The exception for an interrupted wait; the thread's interrupt status is set again. */
    public static InterruptedIOException of(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException interruption = new InterruptedIOException("interrupted");
        interruption.initCause(cause);
        return interruption;
    }

    /**
     * Does work of which an interruption is an {@link InterruptedIOException}, whatever it made fail; also if the work then
     * went on without what had failed.
     */
    public static <T> T unified(Work<T> work) throws IOException {
        try {
            T result = work.run();
            check();
            return result;
        } catch (IOException e) {
            throw unified(e);
        }
    }

    /**
     * The same failure, or an interruption if it is a consequence of one. In an interrupted thread anything can be: channels
     * are closed, and what reads from them calls their content damaged.
     */
    public static IOException unified(IOException failure) {
        if (isInterruption(failure) || (!Thread.currentThread().isInterrupted() && !isConsequence(failure))) {
            return failure;
        }
        return (IOException) new InterruptedIOException("interrupted").initCause(failure);
    }

    private static boolean isInterruption(Throwable failure) {
        return failure instanceof InterruptedIOException && !(failure instanceof SocketTimeoutException);
    }

    /** In another thread, of which the status is not known. */
    private static boolean isConsequence(IOException failure) {
        Throwable each = failure;
        for (int depth = 0; each != null && depth < MAX_CAUSES; depth++) {
            if (isInterruption(each)
                    || each instanceof ClosedByInterruptException
                    || each instanceof FileLockInterruptionException) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }

    /** Waits as long as it takes, for what must have ended before the caller goes on; an interrupt is for later. */
    static void uninterruptibly(Wait wait) {
        boolean interrupted = false;
        while (true) {
            try {
                wait.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A wait that ends with an exception if the thread is interrupted. */
    @FunctionalInterface
    interface Wait {
        void await() throws InterruptedException;
    }
}
