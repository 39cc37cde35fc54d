package io.relocpy.repository.internal.download;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Detects transfers that are too slow for too long, as defined by {@code minrate} and {@code timeout} in dnf.conf(5):
 * the average speed of the last five seconds, as for curl's {@code CURLOPT_LOW_SPEED_LIMIT}, must reach the limit at
 * least once within the timeout. Not thread-safe.
 */
final class SpeedLimit {
    private static final long WINDOW_NANOS = 5_000_000_000L;
    private static final long SAMPLE_NANOS = 200_000_000L;

    private final double minRate;
    private final long timeout;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long lastFast;

    private record Sample(long nanos, long bytes) {}

    /**
     * Starts measuring.
     *
     * @param minRate bytes per second; even if it is 0, a stalled transfer is too slow
     * @param now current {@link System#nanoTime()}
     */
    SpeedLimit(long minRate, Duration timeout, long now) {
        this.minRate = minRate;
        this.timeout = timeout.toNanos();
        this.lastFast = now;
        samples.add(new Sample(now, 0));
    }

    /**
     * Takes a sample and checks the speed; must be called several times per second.
     *
     * @param bytes received since the start
     */
    boolean isTooSlow(long now, long bytes) {
        long window = Math.min(WINDOW_NANOS, timeout);
        while (samples.size() > 1 && now - samples.element().nanos > window) {
            samples.remove();
        }
        Sample first = samples.element();
        double seconds = (now - first.nanos) / 1e9;
        if (bytes - first.bytes >= minRate * seconds && bytes > first.bytes) {
            lastFast = now;
        }
        if (now - samples.getLast().nanos >= SAMPLE_NANOS) {
            samples.add(new Sample(now, bytes));
        }
        return now - lastFast > timeout;
    }
}
