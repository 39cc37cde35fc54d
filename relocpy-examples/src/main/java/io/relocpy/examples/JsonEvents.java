package io.relocpy.examples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.relocpy.bundle.BundleEvent;
import io.relocpy.bundle.BundleReport;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.function.Consumer;

/** Reports a build to programs: one JSON object per line; docs/command-line.md lists them. */
final class JsonEvents implements Consumer<BundleEvent> {
    private final Consumer<String> lines;

    JsonEvents(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public synchronized void accept(BundleEvent event) {
        String step = event.step().name().toLowerCase(Locale.ROOT);
        line(json -> {
            if (event instanceof BundleEvent.StepStarted) {
                named(json, "step-started", step);
            } else if (event instanceof BundleEvent.Advanced advanced) {
                named(json, "advanced", step);
                json.writeStringField("subject", advanced.subject().orElse(""));
                json.writeNumberField("bytes", advanced.bytes());
                json.writeNumberField("totalBytes", advanced.totalBytes().orElse(-1));
            } else if (event instanceof BundleEvent.PackageDone done) {
                named(json, "package-done", step);
                json.writeStringField("package", done.packageId());
                json.writeNumberField("bytes", done.bytes());
                json.writeNumberField("done", done.done());
                json.writeNumberField("total", done.total());
            } else if (event instanceof BundleEvent.StepFinished finished) {
                named(json, "step-finished", step);
                json.writeNumberField("milliseconds", finished.duration().toMillis());
                json.writeStringField("summary", finished.summary());
            } else if (event instanceof BundleEvent.Warning warning) {
                named(json, "warning", step);
                json.writeStringField("subject", warning.subject());
                json.writeStringField("message", warning.message());
            } else if (event instanceof BundleEvent.Notice notice) {
                named(json, "notice", step);
                json.writeStringField("subject", notice.subject());
                json.writeStringField("message", notice.message());
            }
        });
    }

    /** The last line of a successful build. */
    void finished(BundleReport report) {
        line(json -> {
            json.writeStringField("event", "finished");
            json.writeStringField("target", report.path().toString());
            json.writeStringField("architecture", report.architecture());
            json.writeStringField("python", report.pythonVersion());
            json.writeStringField("glibc", report.glibcVersion());
            json.writeNumberField("files", report.fileCount());
            json.writeNumberField("packages", report.packages().size());
            json.writeNumberField("unpackedSize", report.unpackedSize());
            json.writeNumberField("writtenSize", report.writtenSize());
        });
    }

    /** The last line of a failed build. */
    void failed(String message) {
        line(json -> {
            json.writeStringField("event", "failed");
            json.writeStringField("message", message);
        });
    }

    /** Writes the contents of the braces. */
    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private static void named(JsonGenerator json, String event, String step) throws IOException {
        json.writeStringField("event", event);
        json.writeStringField("step", step);
    }

    private void line(Body body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter throws none
        }
        lines.accept(text.toString());
    }
}
