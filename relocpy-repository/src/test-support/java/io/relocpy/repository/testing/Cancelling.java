package io.relocpy.repository.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Interrupts work and checks how it ends: at once, in the usual exception, and with all of its threads. */
public final class Cancelling {
    /** Far less than the work would take, and enough for a busy machine. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    /** Until Java's HTTP client has been collected and has ended its threads: usually six seconds. */
    private static final Duration COLLECTED = Duration.ofSeconds(30);

    private Cancelling() {}

    /** What is to be interrupted. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /**
     * How work ended.
     *
     * @param message of its exception; empty if it had been done before the interrupt
     * @param time from the interrupt until the end
     */
    public record End(String message, Duration time) {}

    /** Interrupts the work when it has been there; the message of its exception. */
    public static String when(CountDownLatch there, Work work) throws InterruptedException {
        return message(run(work, () -> assertThat(there.await(1, TimeUnit.MINUTES))
                .as("was there")
                .isTrue()));
    }

    /** Interrupts the work some time after its begin; the message of its exception. */
    public static String after(Duration time, Work work) throws InterruptedException {
        return message(endAfter(time, work));
    }

    /** Interrupts the work some time after its begin, unless it has been done by then. */
    public static End endAfter(Duration time, Work work) throws InterruptedException {
        return run(work, () -> Thread.sleep(time.toMillis()));
    }

    private static String message(End end) {
        assertThat(end.message()).as("was interrupted").isNotEmpty();
        return end.message();
    }

    private interface Moment {
        void await() throws InterruptedException;
    }

    private static End run(Work work, Moment moment) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicReference<String> message = new AtomicReference<>();
        AtomicLong end = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        message.set(interruption(() -> {
                            try {
                                work.run();
                            } finally {
                                end.set(System.nanoTime());
                                ended.countDown();
                            }
                        }));
                    } catch (Throwable e) {
                        failure.set(e);
                    }
                },
                "cancelled");
        thread.start();
        moment.await();
        long begin = System.nanoTime();
        thread.interrupt();
        assertThat(ended.await(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS))
                .withFailMessage(() -> "goes on after an interrupt: " + Arrays.toString(thread.getStackTrace()))
                .isTrue();
        thread.join();
        assertThat(failure.get()).isNull();
        return new End(message.get(), Duration.ofNanos(Math.max(0, end.get() - begin)));
    }

    /** Runs work that may interrupt this thread; the message of its exception then, or nothing. */
    public static String interruption(Work work) throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try {
            work.run();
            assertThat(Thread.interrupted()).as("ignored an interrupt").isFalse();
            return "";
        } catch (IOException e) {
            assertThat(e).isExactlyInstanceOf(InterruptedIOException.class).hasMessageStartingWith("interrupted");
            assertThat(Thread.interrupted()).as("interrupt status").isTrue();
            assertNoneAdded(before);
            return e.getMessage();
        }
    }

    /** Java's HTTP client ends its threads some time after it has been collected, if it has no open connections. */
    private static void assertNoneAdded(Set<Thread> before) throws InterruptedException {
        List<Thread> left = added(before);
        for (long end = System.nanoTime() + COLLECTED.toNanos(); !left.isEmpty() && System.nanoTime() < end; ) {
            System.gc();
            left.get(0).join(100);
            left = added(before);
        }
        assertThat(left).as("threads").isEmpty();
    }

    /** Those with the names of ours, since tests have servers of their own. */
    private static List<Thread> added(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread)
                        && Stream.of("relocpy", "apt-", "HttpClient").anyMatch(thread.getName()::startsWith))
                .toList();
    }

    /** What a server does that never answers: it says that it was asked, and waits until the test is over. */
    public static void stall(CountDownLatch there, CountDownLatch over) {
        there.countDown();
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
