package io.relocpy.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code sbom.cdx.json}: the packages of the bundle as a CycloneDX 1.6 bill of materials.
 *
 * @see <a href="https://cyclonedx.org/docs/1.6/json/">CycloneDX 1.6 JSON reference</a>
 */
final class Sbom {
    private Sbom() {}

    static Content of(String name, BundleIdentity identity, List<SourcePackage> packages) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.setPrettyPrinter(Manifest.printer());
            json.writeStartObject();
            json.writeStringField("bomFormat", "CycloneDX");
            json.writeStringField("specVersion", "1.6");
            json.writeNumberField("version", 1);
            json.writeObjectFieldStart("metadata");
            json.writeObjectFieldStart("component");
            json.writeStringField("type", "application");
            json.writeStringField("bom-ref", "bundle");
            json.writeStringField("name", name);
            json.writeStringField("version", "python-" + identity.pythonVersion());
            json.writeEndObject();
            json.writeEndObject();
            json.writeArrayFieldStart("components");
            for (SourcePackage origin : packages) {
                writeComponent(json, origin);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        bytes.write('\n');
        return Content.of(bytes.toByteArray());
    }

    private static void writeComponent(JsonGenerator json, SourcePackage origin) throws IOException {
        String purl = packageUrl(origin);
        json.writeStartObject();
        json.writeStringField("type", "library");
        json.writeStringField("bom-ref", purl);
        json.writeStringField("name", origin.name());
        json.writeStringField("version", origin.version());
        if (!origin.license().isEmpty()) {
            json.writeArrayFieldStart("licenses");
            json.writeStartObject();
            json.writeObjectFieldStart("license");
            json.writeStringField("name", origin.license());
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndArray();
        }
        json.writeStringField("purl", purl);
        json.writeEndObject();
    }

    /** As the package-url specification writes a wheel and an RPM, whose epoch is a qualifier. */
    private static String packageUrl(SourcePackage origin) {
        if (origin.isWheel()) {
            return "pkg:pypi/" + percent(WheelName.normalized(origin.name())) + "@" + percent(origin.version());
        }
        int colon = origin.version().indexOf(':');
        String epoch = colon < 0 ? "" : "&epoch=" + origin.version().substring(0, colon);
        return "pkg:rpm/" + percent(origin.name()) + "@"
                + percent(origin.version().substring(colon + 1)) + "?arch=" + percent(origin.arch()) + epoch;
    }

    private static String percent(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%7E", "~");
    }
}
