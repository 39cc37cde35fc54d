package io.relocpy.bundle.internal.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.relocpy.bundle.internal.python.WheelName;
import io.relocpy.bundle.internal.tree.BundleIdentity;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.repository.internal.text.PackageUrls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code sbom.cdx.json}: the packages of the bundle as a CycloneDX 1.6 bill of materials.
 *
 * @see <a href="https://cyclonedx.org/docs/1.6/json/">CycloneDX 1.6 JSON reference</a>
 */
public final class Sbom {
    private static final Pattern SHA = Pattern.compile("(?i)sha-?(256|384|512):([0-9a-f]+)");

    /** The type of the component that states the distribution; it is no package. */
    static final String OPERATING_SYSTEM = "operating-system";

    private Sbom() {}

    public static Content of(String name, BundleIdentity identity, List<SourcePackage> packages) throws IOException {
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
            Optional<OperatingSystem> system = OperatingSystem.of(packages);
            if (system.isPresent()) {
                json.writeStartObject();
                json.writeStringField("type", OPERATING_SYSTEM);
                json.writeStringField(
                        "bom-ref",
                        "os:" + system.get().id() + "@" + system.get().version());
                json.writeStringField("name", system.get().id());
                json.writeStringField("version", system.get().version());
                json.writeEndObject();
            }
            for (SourcePackage origin : packages) {
                writeComponent(json, origin);
            }
            json.writeEndArray();
            writeDependencies(json, packages);
            json.writeEndObject();
        }
        bytes.write('\n');
        return Content.of(bytes.toByteArray());
    }

    /** The bundle needs all of its packages; a package needs those that satisfy what it requires. */
    private static void writeDependencies(JsonGenerator json, List<SourcePackage> packages) throws IOException {
        Map<String, String> references = new LinkedHashMap<>();
        packages.forEach(origin -> references.put(origin.id(), packageUrl(origin)));
        json.writeArrayFieldStart("dependencies");
        writeDependency(json, "bundle", references.values());
        for (SourcePackage origin : packages) {
            List<String> requires = origin instanceof SourcePackage.Packaged packaged
                    ? packaged.source().requires()
                    : List.of();
            writeDependency(
                    json,
                    packageUrl(origin),
                    requires.stream()
                            .filter(references::containsKey)
                            .map(references::get)
                            .toList());
        }
        json.writeEndArray();
    }

    private static void writeDependency(JsonGenerator json, String reference, Collection<String> on)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("ref", reference);
        json.writeArrayFieldStart("dependsOn");
        for (String each : new LinkedHashSet<>(on)) {
            json.writeString(each);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeComponent(JsonGenerator json, SourcePackage origin) throws IOException {
        String purl = packageUrl(origin);
        json.writeStartObject();
        json.writeStringField("type", "library");
        json.writeStringField("bom-ref", purl);
        json.writeStringField("name", origin.name());
        json.writeStringField("version", origin.version());
        writeHash(json, origin.checksum());
        if (!origin.license().isBlank()) {
            writeLicense(json, SpdxLicense.expression(origin.license()));
        }
        json.writeStringField("purl", purl);
        if (!origin.license().isBlank()) {
            json.writeArrayFieldStart("properties");
            json.writeStartObject();
            json.writeStringField("name", "relocpy:license");
            json.writeStringField("value", origin.license());
            json.writeEndObject();
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /** The package file's; other algorithms than these have no name in CycloneDX that repositories use. */
    private static void writeHash(JsonGenerator json, String checksum) throws IOException {
        Matcher sha = SHA.matcher(checksum);
        if (sha.matches()) {
            json.writeArrayFieldStart("hashes");
            json.writeStartObject();
            json.writeStringField("alg", "SHA-" + sha.group(1));
            json.writeStringField("content", sha.group(2));
            json.writeEndObject();
            json.writeEndArray();
        }
    }

    private static void writeLicense(JsonGenerator json, String expression) throws IOException {
        json.writeArrayFieldStart("licenses");
        json.writeStartObject();
        if (SpdxLicense.isIdentifier(expression)) {
            json.writeObjectFieldStart("license");
            json.writeStringField("id", expression);
            json.writeEndObject();
        } else {
            json.writeStringField("expression", expression);
        }
        json.writeEndObject();
        json.writeEndArray();
    }

    /** As the package-url specification writes a wheel; other packages have their own. */
    private static String packageUrl(SourcePackage origin) {
        return origin instanceof SourcePackage.Packaged packaged
                ? packaged.source().packageUrl().orElse("")
                : "pkg:pypi/" + PackageUrls.encode(WheelName.normalized(origin.name())) + "@"
                        + PackageUrls.encode(origin.version());
    }
}
