package io.relocpy.examples;

import io.relocpy.bundle.BundleEvent;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Consumer;

/** Shows the steps as they go: one line that changes on a terminal, only finished steps in a log. */
final class ProgressPrinter implements Consumer<BundleEvent> {
    private static final int WIDTH = 78;

    private final PrintStream out;
    private final boolean terminal;

    ProgressPrinter(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public synchronized void accept(BundleEvent event) {
        String step = event.step().name().toLowerCase(Locale.ROOT);
        if (event instanceof BundleEvent.StepStarted) {
            transientLine(String.format("  %-9s …", step));
        } else if (event instanceof BundleEvent.PackageDone done) {
            transientLine(String.format("  %-9s %d of %d  %s", step, done.done(), done.total(), done.packageId()));
        } else if (event instanceof BundleEvent.StepFinished finished) {
            double seconds = finished.duration().toNanos() / 1e9;
            line(String.format(Locale.ROOT, "  %-9s %-50s %7.2f s", step, finished.summary(), seconds));
        } else if (event instanceof BundleEvent.Notice notice) {
            line(String.format("  %-9s note: %s: %s", step, notice.subject(), notice.message()));
        }
    }

    private void transientLine(String text) {
        if (terminal) {
            out.print("\r" + padded(text));
            out.flush();
        }
    }

    private void line(String text) {
        out.println(terminal ? "\r" + padded(text) : text);
    }

    private static String padded(String text) {
        return text.length() > WIDTH ? text.substring(0, WIDTH - 1) + "…" : String.format("%-" + WIDTH + "s", text);
    }
}
