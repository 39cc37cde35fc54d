package io.relocpy.bundle.internal.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.relocpy.bundle.BundleEvent.Step;
import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.BundleReport.DropReason;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.BundleVerification.Severity;
import io.relocpy.bundle.FileChange;
import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.internal.format.ReportData.Contribution;
import io.relocpy.bundle.internal.format.ReportData.ReportedFile;
import io.relocpy.bundle.internal.python.UnresolvedImport;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.Origin;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.repository.InstallationState;
import io.relocpy.repository.internal.io.AtomicWrite;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A report as one HTML file: a page, a style and a script that are the same for every bundle, and the report as JSON.
 *
 * <p>Names in the data come from untrusted packages. No part of them is ever markup: the data is in a block that the
 * browser does not execute, without a single {@code <}; the script only sets text; and a Content-Security-Policy allows
 * only our script, by its digest.
 */
public final class HtmlReport {
    /** What a file is used for; the names are shown. */
    private enum Kind {
        PYTHON("Python modules"),
        EXTENSION("Extension modules"),
        LIBRARY("Shared libraries"),
        PROGRAM("Programs"),
        SCRIPT("Scripts"),
        LICENSE("Licences"),
        DATA("Data");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        static Kind of(ReportedFile file) {
            String path = file.path();
            if (file.origin() == Origin.WithoutPackage.SCRIPT) {
                return SCRIPT;
            }
            if (path.startsWith(BundleLayout.LICENSES)) {
                return LICENSE;
            }
            if (path.startsWith(BundleLayout.COMMANDS) || path.startsWith(BundleLayout.PROGRAMS)) {
                return PROGRAM;
            }
            if (path.matches(".*\\.pyc?")) {
                return PYTHON;
            }
            if (path.matches(".*\\.so(?:\\.[^/]*)?") || path.startsWith(BundleLayout.LOADER_NAMES)) {
                return path.matches(".*/(?:lib-dynload|site-packages|dist-packages)/.*") ? EXTENSION : LIBRARY;
            }
            return DATA;
        }
    }

    private static final List<Kind> KINDS = List.of(Kind.values());

    private final ReportData report;
    private final JsonGenerator json;

    private HtmlReport(ReportData report, JsonGenerator json) {
        this.report = report;
        this.json = json;
    }

    public static void write(ReportData report, Path file) throws IOException {
        TargetPlace.checkFileSystem(file);
        if (TargetPlace.holds(report.path(), file)) {
            throw new BundleException(
                    file.toString(), "would be in place of the bundle or its signature, or inside it");
        }
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new BundleException(file.toString(), "its parent directory does not exist");
        }
        AtomicWrite.write(file, page(report).getBytes(StandardCharsets.UTF_8));
    }

    /** The whole page. */
    static String page(ReportData report) throws IOException {
        String style = resource("report.css");
        String script = resource("report.js");
        String policy = "default-src 'none'; base-uri 'none'; form-action 'none'; style-src '" + digest(style)
                + "'; script-src '" + digest(script) + "'";
        // our own parts are inserted before the data, which no later replacement may touch
        return resource("report.html")
                .replace("@POLICY@", policy)
                .replace("@STYLE@", style)
                .replace("@SCRIPT@", script)
                .replace("@DATA@", data(report));
    }

    /** The report as JSON in which {@code <} is written as an escape, so that nothing in it can end the block. */
    private static String data(ReportData report) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            new HtmlReport(report, json).write();
        }
        return text.toString().replace("<", "\\u003c");
    }

    private void write() throws IOException {
        json.writeStartObject();
        json.writeStringField("target", String.valueOf(report.path().getFileName()));
        json.writeStringField("architecture", report.identity().architecture());
        json.writeStringField("python", report.identity().pythonVersion());
        json.writeStringField("glibc", report.identity().glibcVersion());
        json.writeStringField(
                "kernel", Objects.requireNonNullElse(report.identity().minimumKernel(), ""));
        json.writeStringField(
                "cpu", Objects.requireNonNullElse(report.identity().cpuLevel(), ""));
        json.writeNumberField("written", report.writtenSize());
        json.writeNumberField("unpacked", report.unpackedSize());
        strings("requests", report.requests());
        Map<String, Integer> packages = packages();
        files(packages);
        json.writeObjectFieldStart("passedOver");
        for (Map.Entry<String, Integer> reason : report.skippedByText().entrySet()) {
            json.writeNumberField(reason.getKey(), reason.getValue());
        }
        json.writeEndObject();
        findings();
        scripts();
        json.writeObjectFieldStart("steps");
        for (Step step : Step.values()) {
            Duration duration = report.durations().get(step);
            if (duration != null) {
                json.writeNumberField(step.name().toLowerCase(Locale.ROOT), duration.toNanos() / 1_000_000);
            }
        }
        json.writeEndObject();
        json.writeStringField("lock", report.lock());
        json.writeEndObject();
    }

    /** Writes the packages; their numbers by id. */
    private Map<String, Integer> packages() throws IOException {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (Contribution each : report.packages()) {
            numbers.put(each.origin().id(), numbers.size());
        }
        json.writeArrayFieldStart("packages");
        for (Contribution each : report.packages()) {
            SourcePackage origin = each.origin();
            json.writeStartObject();
            json.writeStringField("id", origin.id());
            json.writeStringField("name", origin.name());
            json.writeStringField("license", origin.license());
            json.writeStringField("repository", PackageTexts.repository(origin));
            json.writeStringField("checksum", origin.checksum());
            json.writeNumberField("download", origin.downloadSize());
            json.writeStringField("reason", PackageTexts.reason(origin));
            json.writeNumberField("by", numbers.getOrDefault(PackageTexts.broughtInBy(origin), -1));
            DropReason dropped = report.dropped().get(origin);
            if (dropped != null) {
                json.writeStringField("dropped", dropped.toString());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        return numbers;
    }

    /** Writes the files as short rows: there can be tens of thousands. */
    private void files(Map<String, Integer> packages) throws IOException {
        json.writeArrayFieldStart("kinds");
        for (Kind kind : KINDS) {
            json.writeString(kind.title);
        }
        json.writeEndArray();
        Map<FileReason, Integer> reasons = new LinkedHashMap<>();
        json.writeArrayFieldStart("files");
        for (ReportedFile file : report.files()) {
            json.writeStartArray();
            json.writeString(file.path());
            json.writeNumber(file.size());
            json.writeNumber(KINDS.indexOf(Kind.of(file)));
            json.writeNumber(
                    packages.getOrDefault(file.origin().id(), file.origin() == Origin.WithoutPackage.SCRIPT ? -2 : -1));
            json.writeNumber(reasons.computeIfAbsent(file.reason(), reason -> reasons.size()));
            if (!file.target().isEmpty() || !file.changes().isEmpty()) {
                json.writeString(
                        file.target().isEmpty()
                                ? file.changes().stream()
                                        .map(FileChange::toString)
                                        .collect(Collectors.joining("; "))
                                : "→ " + file.target());
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        strings("reasons", reasons.keySet().stream().map(FileReason::toString).toList());
    }

    private void findings() throws IOException {
        json.writeArrayFieldStart("findings");
        for (UnresolvedImport missing : report.missingImports()) {
            finding(
                    "import",
                    missing.script() + ":" + missing.line(),
                    "imports " + missing.module() + ", which is not in the bundle");
        }
        for (SourcePackage origin : report.packagesWithoutLicense()) {
            finding("licence", origin.id(), "gives files to the bundle, but no licence file");
        }
        for (Finding note : report.notes()) {
            if (note.severity() != Severity.ROUTINE) {
                finding("note", note.path(), note.what());
            }
        }
        long routine = report.notes().stream()
                .filter(note -> note.severity() == Severity.ROUTINE)
                .count();
        if (routine > 0) {
            finding(
                    "routine",
                    "files",
                    routine + " files name a loader or interpreter of the host, which the bundle does not use");
        }
        if (!report.leftOutScripts().isEmpty()) {
            finding("routine", "scripts", "left out: " + String.join(", ", report.leftOutScripts()));
        }
        json.writeEndArray();
    }

    /** What packages would do on installation, and the build did not. */
    private void scripts() throws IOException {
        json.writeArrayFieldStart("scripts");
        for (InstallationState.Unknown script : report.notDone()) {
            json.writeStartObject();
            json.writeStringField("package", script.by().id());
            json.writeStringField("name", script.where());
            strings("commands", script.what());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void finding(String kind, String subject, String what) throws IOException {
        json.writeStartArray();
        json.writeString(kind);
        json.writeString(subject);
        json.writeString(what);
        json.writeEndArray();
    }

    private void strings(String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    /** The digest of the text between the tags, in the form of a Content-Security-Policy. */
    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
