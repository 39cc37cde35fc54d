package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleEvent;
import io.relocpy.bundle.BundleEvent.Step;
import io.relocpy.repository.internal.io.Interruption;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/** Sends events to the caller's listener, and measures the time of each step. */
public final class Progress {
    private static final long PAUSE_NANOS = 100_000_000;

    /** Whether this thread is in a listener: the build waits for it, with locks that another build would wait for. */
    private static final ThreadLocal<Boolean> SENDING = ThreadLocal.withInitial(() -> false);

    private final Consumer<? super BundleEvent> listener;
    private final Map<Step, Duration> durations = new EnumMap<>(Step.class);
    private final Map<Step, Integer> done = new EnumMap<>(Step.class);
    private volatile Step current = Step.RESOLVE;
    private long lastAdvance = System.nanoTime() - PAUSE_NANOS;

    /** @throws IllegalStateException in a listener of another build */
    public Progress(Consumer<? super BundleEvent> listener) {
        if (SENDING.get()) {
            throw new IllegalStateException(
                    "a listener of a build cannot start another one, which could wait for the first");
        }
        this.listener = listener;
    }

    /** The work of a step. */
    @FunctionalInterface
    interface Work<R> {
        R run() throws IOException;
    }

    /** Runs a step between its two events. */
    <R> R step(Step step, Work<R> work, Function<? super R, String> summary) throws IOException {
        current = step;
        send(new BundleEvent.StepStarted(step));
        long start = System.nanoTime();
        Interruption.Work<R> checked = () -> {
            Interruption.check();
            return work.run();
        };
        R result = step == Step.WRITE // behind its end, the bundle is in place
                ? Interruption.untilDone(activity(step), checked)
                : Interruption.during(activity(step), checked);
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        durations.put(step, duration);
        send(new BundleEvent.StepFinished(step, duration, summary.apply(result)));
        return result;
    }

    private static String activity(Step step) {
        return switch (step) {
            case RESOLVE -> "resolving";
            case FETCH -> "fetching packages";
            case UNPACK -> "unpacking packages";
            case CONFIGURE -> "configuring packages";
            case WHEELS -> "installing wheels";
            case SELECT -> "selecting files";
            case PLACE -> "placing files";
            case RELOCATE -> "relocating files";
            case LAUNCH -> "making launchers";
            case COMPILE -> "compiling modules";
            case RECORD -> "updating RECORD files";
            case VERIFY -> "verifying the bundle";
            case WRITE -> "writing the bundle";
        };
    }

    /** One at a time, whichever threads they come from. */
    private synchronized void send(BundleEvent event) {
        SENDING.set(true);
        try {
            listener.accept(event);
        } finally {
            SENDING.remove();
        }
    }

    /** Counts a package and sends an event; one at a time, so that the counts arrive in order. */
    synchronized void packageDone(Step step, String packageId, long bytes, int total) {
        int count = done.merge(step, 1, Integer::sum);
        send(new BundleEvent.PackageDone(step, packageId, bytes, count, total));
    }

    /**
     * Sends the progress of a step, unless it has just done so; under a lock, since threads may overtake each other.
     *
     * @param totalBytes -1 while unknown
     */
    synchronized void advance(Step step, Optional<String> subject, long bytes, long totalBytes) {
        long now = System.nanoTime();
        if (now - lastAdvance >= PAUSE_NANOS) {
            lastAdvance = now;
            send(new BundleEvent.Advanced(
                    step, subject, bytes, totalBytes < 0 ? OptionalLong.empty() : OptionalLong.of(totalBytes)));
        }
    }

    void notice(Step step, String subject, String message) {
        send(new BundleEvent.Notice(step, subject, message));
    }

    /** A warning in the step that runs now. */
    void warning(String subject, String message) {
        send(new BundleEvent.Warning(current, subject, message));
    }

    Map<Step, Duration> durations() {
        return Collections.unmodifiableMap(durations);
    }
}
