package io.relocpy.bundle.internal.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.relocpy.bundle.FileChange;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleIdentity;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.Sha256;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.repository.ClosureInputs;
import io.relocpy.repository.internal.io.Parallel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code relocpy.json}: what the bundle consists of, for {@code verify} and for people; docs/bundle-format.md documents it.
 *
 * <p>Every file with digest, size, mode, time and origin, what was changed in it, and why it is there; every package that
 * gave a file. So it holds all that the bytes of an archive depend on. It lists neither itself nor a signature over it.
 */
public final class Manifest {
    /** Raised when a reader of the old form would misunderstand the new one. */
    static final int FORMAT = 2;

    /** Lists neither times nor the SBOM. */
    static final int FIRST_FORMAT = 1;

    private Manifest() {}

    /**
     * The manifest of these files.
     *
     * @param modified time of last modification of directories, links and the manifest itself
     */
    public static Content of(
            BundleIdentity identity,
            ClosureInputs inputs,
            List<String> libraryDirectories,
            List<SourcePackage> packages,
            List<BundleFile> files,
            Instant modified)
            throws IOException {
        Map<String, String> digests = digests(files);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.setPrettyPrinter(printer());
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeNumberField("modified", modified.getEpochSecond());
            json.writeStringField("architecture", identity.architecture());
            json.writeStringField("python", identity.pythonVersion());
            json.writeStringField("glibc", identity.glibcVersion());
            if (identity.minimumKernel() != null) {
                json.writeStringField("minimumKernel", identity.minimumKernel());
            }
            if (identity.cpuLevel() != null) {
                json.writeStringField("cpuLevel", identity.cpuLevel());
            }
            writeStrings(json, "libraryDirectories", libraryDirectories);
            writeInputs(json, inputs);
            json.writeArrayFieldStart("packages");
            for (SourcePackage origin : packages) {
                json.writeStartObject();
                json.writeStringField("id", origin.id());
                json.writeStringField("name", origin.name());
                json.writeStringField("version", origin.version());
                json.writeStringField("arch", origin.architecture());
                json.writeStringField("license", origin.license());
                if (!origin.license().isBlank()) {
                    json.writeStringField("spdx", SpdxLicense.expression(origin.license()));
                }
                json.writeStringField("repository", PackageTexts.repository(origin));
                json.writeStringField("checksum", origin.checksum());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("files");
            for (BundleFile file : files.stream()
                    .sorted(Comparator.comparing(BundleFile::path))
                    .toList()) {
                writeFile(json, file, digests);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        bytes.write('\n');
        return Content.of(bytes.toByteArray());
    }

    private static void writeInputs(JsonGenerator json, ClosureInputs inputs) throws IOException {
        json.writeObjectFieldStart("inputs");
        writeStrings(json, "requests", inputs.requests());
        json.writeArrayFieldStart("repositories");
        for (ClosureInputs.Repository repository : inputs.repositories()) {
            json.writeStartObject();
            json.writeStringField("id", repository.id());
            writeStrings(json, "urls", repository.urls());
            writeStrings(json, "keys", repository.keys());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("lock", BundleLayout.LOCK);
        json.writeEndObject();
    }

    private static void writeStrings(JsonGenerator json, String field, List<String> strings) throws IOException {
        json.writeArrayFieldStart(field);
        for (String string : strings) {
            json.writeString(string);
        }
        json.writeEndArray();
    }

    private static void writeFile(JsonGenerator json, BundleFile file, Map<String, String> digests) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", file.path());
        if (file instanceof BundleFile.Regular regular) {
            json.writeStringField("sha256", digests.get(file.path()));
            json.writeNumberField("size", regular.size());
            json.writeStringField("mode", regular.executable() ? "0755" : "0644");
            json.writeNumberField("modified", regular.modified().getEpochSecond());
        } else {
            json.writeStringField("target", ((BundleFile.Link) file).target());
        }
        json.writeStringField("origin", file.origin().id());
        json.writeStringField("reason", file.reason().toString());
        if (file instanceof BundleFile.Regular regular && !regular.changes().isEmpty()) {
            writeStrings(
                    json,
                    "changes",
                    regular.changes().stream().map(FileChange::toString).toList());
        }
        json.writeEndObject();
    }

    private static Map<String, String> digests(List<BundleFile> files) throws IOException {
        List<BundleFile.Regular> regular = files.stream()
                .filter(BundleFile.Regular.class::isInstance)
                .map(BundleFile.Regular.class::cast)
                .toList();
        List<String> hex = Parallel.map(regular, (index, file) -> Sha256.of(file.content()));
        Map<String, String> digests = new TreeMap<>();
        for (int i = 0; i < regular.size(); i++) {
            digests.put(regular.get(i).path(), hex.get(i));
        }
        return digests;
    }

    /** Two spaces and line feeds on every platform. */
    static DefaultPrettyPrinter printer() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        return printer;
    }
}
