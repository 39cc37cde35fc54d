package io.relocpy.repository.internal.download;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tells when a transfer has been too slow for too long, as {@code minrate} and {@code timeout} of dnf.conf(5) mean it: its
 * speed is the average of the last five seconds, as curl's {@code CURLOPT_LOW_SPEED_LIMIT} has it, and must reach the limit
 * at least once in the time. For one thread.
 */
final class SpeedLimit {
    private static final long WINDOW_NANOS = 5_000_000_000L;
    private static final long SAMPLE_NANOS = 200_000_000L;

    private final double minRate;
    private final long patience;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long lastFast;

    private record Sample(long nanos, long bytes) {}

    /**
     * Begins to watch.
     *
     * @param minRate bytes a second; silence is too slow even when it is 0
     * @param now of {@link System#nanoTime()}
     */
    SpeedLimit(long minRate, Duration patience, long now) {
        this.minRate = minRate;
        this.patience = patience.toNanos();
        this.lastFast = now;
        samples.add(new Sample(now, 0));
    }

    /**
     * Looks at the transfer; to be called several times a second.
     *
     * @param bytes that have come since the beginning
     */
    boolean isTooSlow(long now, long bytes) {
        long window = Math.min(WINDOW_NANOS, patience);
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
        return now - lastFast > patience;
    }
}
