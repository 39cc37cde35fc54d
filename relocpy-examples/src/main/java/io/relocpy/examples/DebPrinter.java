package io.relocpy.examples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.relocpy.deb.ControlStanza;
import io.relocpy.deb.file.DebFile;
import io.relocpy.deb.file.DebPayload;
import io.relocpy.deb.file.PayloadEntry;
import io.relocpy.deb.file.PayloadOption;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints what is in a Debian package: the fields of its control file as they are, then its scripts and files. */
final class DebPrinter {
    private DebPrinter() {}

    static void print(DebFile deb, boolean asJson, PrintStream out) throws IOException {
        List<PayloadEntry> entries = entries(deb);
        if (asJson) {
            out.print(json(deb, entries) + "\n");
            return;
        }
        for (ControlStanza.Field field : deb.control().fields()) {
            String label = field.name();
            for (String line : field.lines()) {
                out.printf("%-14s %s%n", label, line);
                label = "";
            }
        }
        out.println("control files");
        deb.controlFiles().forEach(name -> out.println("  " + name));
        out.println("files");
        for (PayloadEntry entry : entries) {
            out.printf(
                    "  %-16s %04o %12d %s%s%n",
                    type(entry),
                    entry.mode(),
                    entry.size(),
                    entry.path(),
                    entry.linkTarget().map(target -> " -> " + target).orElse(""));
        }
    }

    private static List<PayloadEntry> entries(DebFile deb) throws IOException {
        List<PayloadEntry> entries = new ArrayList<>();
        try (DebPayload payload = deb.payload(PayloadOption.DEVICE_NODES)) {
            for (Optional<PayloadEntry> next = payload.next(); next.isPresent(); next = payload.next()) {
                entries.add(next.get());
            }
        }
        return entries;
    }

    private static String json(DebFile deb, List<PayloadEntry> entries) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("format", "deb " + deb.formatVersion());
            json.writeObjectFieldStart("control");
            for (ControlStanza.Field field : deb.control().fields()) {
                json.writeStringField(field.name(), field.value());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("controlFiles");
            for (String name : deb.controlFiles()) {
                json.writeString(name);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("files");
            for (PayloadEntry entry : entries) {
                json.writeStartObject();
                json.writeStringField("path", entry.path());
                json.writeStringField("type", type(entry));
                json.writeStringField("mode", String.format("%04o", entry.mode()));
                json.writeNumberField("size", entry.size());
                json.writeNumberField("mtime", entry.mtime());
                json.writeStringField("user", entry.user().orElse(""));
                json.writeStringField("group", entry.group().orElse(""));
                if (entry.linkTarget().isPresent()) {
                    json.writeStringField("linkTarget", entry.linkTarget().get());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static String type(PayloadEntry entry) {
        return entry.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
