package io.relocpy.examples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.relocpy.bundle.BundleContents;
import io.relocpy.bundle.BundleContents.ContentPackage;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Comparator;
import java.util.Locale;

/** Prints what a written bundle says about itself. */
final class BundlePrinter {
    private BundlePrinter() {}

    static void print(BundleContents contents, boolean asJson, LineStream out) throws IOException {
        if (asJson) {
            out.print(json(contents) + "\n");
            return;
        }
        out.printf(
                "Python %s, glibc %s, %s, Linux %s or newer%n",
                contents.pythonVersion(),
                contents.glibcVersion(),
                contents.cpuLevel().orElse(contents.architecture()),
                contents.minimumKernel().orElse("(unspecified)"));
        if (contents.isSigned()) {
            out.println("Signed, not verified here: use relocpy verify --key FILE");
        }
        out.printf(
                Locale.ROOT,
                "%.1f MB in %d files, from %d packages:%n%n",
                contents.size() / 1e6,
                contents.fileCount(),
                contents.packages().size());
        contents.packages().stream()
                .sorted(Comparator.comparingLong(ContentPackage::size).reversed())
                .forEach(each -> out.printf(
                        Locale.ROOT,
                        "  %-52s %6.1f MB %5d files  %s%n",
                        each.name() + "-" + each.version() + "." + each.architecture(),
                        each.size() / 1e6,
                        each.fileCount(),
                        each.license().orElse("")));
    }

    private static String json(BundleContents contents) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("architecture", contents.architecture());
            json.writeStringField("python", contents.pythonVersion());
            json.writeStringField("glibc", contents.glibcVersion());
            json.writeStringField("minimumKernel", contents.minimumKernel().orElse(null));
            json.writeStringField("cpuLevel", contents.cpuLevel().orElse(null));
            json.writeNumberField("files", contents.fileCount());
            json.writeNumberField("size", contents.size());
            json.writeBooleanField("signed", contents.isSigned());
            json.writeArrayFieldStart("packages");
            for (ContentPackage each : contents.packages()) {
                json.writeStartObject();
                json.writeStringField("name", each.name());
                json.writeStringField("version", each.version());
                json.writeStringField("arch", each.architecture());
                json.writeStringField("license", each.license().orElse(""));
                json.writeStringField("repository", each.repository());
                json.writeNumberField("files", each.fileCount());
                json.writeNumberField("size", each.size());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }
}
