package io.relocpy.examples;

import io.relocpy.bundle.BundleEvent;
import io.relocpy.elf.Printable;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Shows the progress. On a terminal the current step is a line with a bar, bytes and the time left; in a log there is a
 * line for each finished step, and one every ten seconds for a step that takes longer.
 */
final class ProgressPrinter implements Consumer<BundleEvent> {
    private static final int BAR = 24;
    private static final int MAX_WIDTH = 100;
    private static final Duration LOG_PAUSE = Duration.ofSeconds(10);
    /** An earlier estimate would fluctuate. */
    private static final Duration GUESS_AFTER = Duration.ofMillis(700);

    private final Console console;
    private final LongSupplier nanoTime;
    private final int width;
    private long started;
    private long logged;
    private String packageName = "";
    private boolean lineOpen;

    ProgressPrinter(Console console) {
        this(console, System::nanoTime);
    }

    ProgressPrinter(Console console, LongSupplier nanoTime) {
        this.console = console;
        this.nanoTime = nanoTime;
        this.width = Math.min(MAX_WIDTH, console.width() - 1);
    }

    @Override
    public synchronized void accept(BundleEvent event) {
        String step = event.step().name().toLowerCase(Locale.ROOT);
        if (event instanceof BundleEvent.StepStarted) {
            started = nanoTime.getAsLong();
            logged = started;
            packageName = "";
            transientLine(String.format("  %-9s …", step));
        } else if (event instanceof BundleEvent.PackageDone done) {
            packageName = done.packageId();
        } else if (event instanceof BundleEvent.Advanced advanced) {
            advanced(step, advanced);
        } else if (event instanceof BundleEvent.StepFinished finished) {
            if (finished.summary().startsWith("0 ")) {
                return; // a step without anything to do, such as no wheels, is not shown
            }
            double seconds = finished.duration().toNanos() / 1e9;
            int room = Math.max(20, Math.min(50, width - 24));
            line(String.format(Locale.ROOT, "  %-9s %-" + room + "s %7.2f s", step, finished.summary(), seconds));
        } else if (event instanceof BundleEvent.Warning warning) {
            line(String.format("  %-9s warning: %s: %s", step, warning.subject(), warning.message()));
        } else if (event instanceof BundleEvent.Notice notice) {
            line(String.format("  %-9s note: %s: %s", step, notice.subject(), notice.message()));
        }
    }

    /** Removes an incomplete line. */
    synchronized void clear() {
        if (lineOpen) {
            console.err().printRaw("\r" + " ".repeat(width) + "\r");
            lineOpen = false;
        }
    }

    /** Ends an incomplete line. */
    synchronized void close() {
        if (lineOpen) {
            console.err().println();
            lineOpen = false;
        }
    }

    private void advanced(String step, BundleEvent.Advanced advanced) {
        long now = nanoTime.getAsLong();
        String subject = advanced.subject().orElse(packageName);
        if (console.terminal()) {
            transientLine(bar(step, advanced, now - started, subject));
        } else if (now - logged >= LOG_PAUSE.toNanos()) {
            logged = now;
            console.err().printf("  %-9s %s  %s%n", step, amount(advanced), subject);
        }
    }

    private String bar(String step, BundleEvent.Advanced advanced, long nanos, String subject) {
        StringBuilder text = new StringBuilder(String.format("  %-9s ", step));
        long total = advanced.totalBytes().orElse(0);
        if (total > 0) {
            double part = Math.min(1, (double) advanced.bytes() / total);
            int full = (int) Math.round(part * BAR);
            text.append("█".repeat(full)).append("░".repeat(BAR - full)).append(' ');
            text.append(String.format("%3d %%  ", (int) (part * 100)));
            text.append(amount(advanced));
            if (nanos >= GUESS_AFTER.toNanos() && part > 0 && part < 1) {
                text.append("  ").append(duration(Duration.ofNanos((long) (nanos / part * (1 - part)))));
                text.append(" left");
            }
        } else {
            text.append(amount(advanced));
        }
        return subject.isEmpty() ? text.toString() : text + "  " + subject;
    }

    private static String amount(BundleEvent.Advanced advanced) {
        long total = advanced.totalBytes().orElse(0);
        return total > 0
                ? String.format(Locale.ROOT, "%.1f of %.1f MB", advanced.bytes() / 1e6, total / 1e6)
                : String.format(Locale.ROOT, "%.1f MB", advanced.bytes() / 1e6);
    }

    private static String duration(Duration time) {
        long seconds = Math.max(1, (time.toMillis() + 500) / 1000);
        return seconds < 60 ? seconds + " s" : String.format("%d min %02d s", seconds / 60, seconds % 60);
    }

    private void transientLine(String text) {
        if (console.terminal()) {
            console.rewrite(padded(Printable.of(text)));
            lineOpen = true;
        }
    }

    private void line(String line) {
        String text = Printable.of(line);
        if (lineOpen) {
            console.err().printRaw("\r");
        }
        if (console.terminal() && text.length() < width) {
            console.err().println(padded(text));
        } else {
            console.err().println(text);
        }
        lineOpen = false;
    }

    /** Exactly as wide as the line that it may have to overwrite. */
    private String padded(String text) {
        return text.length() > width ? text.substring(0, width - 1) + "…" : String.format("%-" + width + "s", text);
    }
}
