package io.relocpy.repository.internal.io;

import io.relocpy.repository.internal.text.Printable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Interrupts of threads: where long work notices them, and the one exception that callers get. */
public final class Interruption {
    private static final int MAX_CAUSES = 20;
    private static final int MOST_NAMED = 3;

    /** The whole message until somebody says what was being done. */
    private static final String BARE = "interrupted";

    private Interruption() {}

    /** What may be interrupted. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    /** Ends the work of an interrupted thread; for work that neither waits nor uses channels, which do so themselves. */
    public static void check() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException(BARE);
        }
    }

    /** The exception for an interrupted wait; the thread's interrupt status is set again. */
    public static InterruptedIOException of(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return caused(BARE, cause);
    }

    /**
     * Does work of which an interruption is an {@link InterruptedIOException}, whatever it made fail; also if the work then
     * went on without what had failed.
     *
     * @param activity what the work does, such as {@code "resolving python3"}; the message says it, unless work inside this
     *     one said more precisely what it was doing
     */
    public static <T> T during(String activity, Work<T> work) throws IOException {
        return untilDone(activity, () -> {
            T result = work.run();
            check();
            return result;
        });
    }

    /** As {@link #during}, for work that cannot be undone: an interrupt that comes when it has been done changes nothing. */
    public static <T> T untilDone(String activity, Work<T> work) throws IOException {
        try {
            return work.run();
        } catch (IOException e) {
            throw unified(activity, e);
        }
    }

    /**
     * The same failure, or an interruption if it is a consequence of one. In an interrupted thread anything can be: channels
     * are closed, and what reads from them calls their content damaged.
     *
     * @param activity as for {@link #during}
     */
    public static IOException unified(String activity, IOException failure) {
        if (!isInterruption(failure) && !Thread.currentThread().isInterrupted() && !isConsequence(failure)) {
            return failure;
        }
        String found = describedBy(failure).orElseGet(() -> message(activity));
        return found.equals(failure.getMessage()) && isInterruption(failure) ? failure : caused(found, failure);
    }

    /** The words of an interruption among the causes that says what was being done. */
    static Optional<String> describedBy(Throwable failure) {
        return causes(failure)
                .filter(each -> isInterruption(each) && !BARE.equals(each.getMessage()))
                .map(Throwable::getMessage)
                .filter(Objects::nonNull)
                .findFirst();
    }

    static InterruptedIOException caused(String message, Throwable cause) {
        InterruptedIOException interruption = new InterruptedIOException(message);
        interruption.initCause(cause);
        return interruption;
    }

    /** To resolve requests, as an activity. */
    public static String resolving(List<String> requests) {
        int more = requests.size() - MOST_NAMED;
        return "resolving " + String.join(", ", requests.subList(0, Math.min(MOST_NAMED, requests.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static String message(String activity) {
        return BARE + " while " + Printable.of(activity);
    }

    private static boolean isInterruption(Throwable failure) {
        return failure instanceof InterruptedIOException && !(failure instanceof SocketTimeoutException);
    }

    /** In another thread, of which the status is not known. */
    private static boolean isConsequence(IOException failure) {
        return causes(failure)
                .anyMatch(each -> isInterruption(each)
                        || each instanceof ClosedByInterruptException
                        || each instanceof FileLockInterruptionException);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(MAX_CAUSES);
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
