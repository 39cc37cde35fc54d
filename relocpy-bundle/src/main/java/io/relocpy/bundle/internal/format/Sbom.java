package io.relocpy.bundle.internal.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleIdentity;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.Sha256;
import io.relocpy.bundle.internal.tree.SourcePackage;
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

    private record Component(SourcePackage origin, ComponentUrl url) {}

    private Sbom() {}

    /**
     * The bill of materials of a bundle.
     *
     * @param parts the bills of materials that packages have of their own, see PEP 770
     */
    public static Content of(
            String name,
            BundleIdentity identity,
            List<SourcePackage> packages,
            Map<SourcePackage, List<BundleFile.Regular>> parts)
            throws IOException {
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
                json.writeStringField("name", system.get().family());
                json.writeStringField("version", system.get().version());
                json.writeEndObject();
            }
            Optional<OperatingSystem> suse = OperatingSystem.ofSuse(packages);
            List<Component> components = packages.stream()
                    .map(origin -> new Component(origin, ComponentUrl.of(origin, suse)))
                    .toList();
            for (Component component : components) {
                writeComponent(json, component, parts.getOrDefault(component.origin, List.of()));
            }
            json.writeEndArray();
            writeDependencies(json, components);
            json.writeEndObject();
        }
        bytes.write('\n');
        return Content.of(bytes.toByteArray());
    }

    /** The bundle needs all of its packages; a package needs those that satisfy what it requires. */
    private static void writeDependencies(JsonGenerator json, List<Component> components) throws IOException {
        Map<String, String> references = new LinkedHashMap<>();
        components.forEach(each -> references.put(each.origin.id(), each.url.toString()));
        json.writeArrayFieldStart("dependencies");
        writeDependency(json, "bundle", references.values());
        for (Component each : components) {
            List<String> requires = each.origin instanceof SourcePackage.Packaged packaged
                    ? packaged.source().requires()
                    : List.of();
            writeDependency(
                    json,
                    each.url.toString(),
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

    private static void writeComponent(JsonGenerator json, Component component, List<BundleFile.Regular> parts)
            throws IOException {
        SourcePackage origin = component.origin;
        String purl = component.url.toString();
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
        writeParts(json, parts);
        Map<String, String> properties = new LinkedHashMap<>();
        if (!origin.license().isBlank()) {
            properties.put("relocpy:license", origin.license());
        }
        properties.putAll(component.url.properties());
        writeProperties(json, properties);
        json.writeEndObject();
    }

    /** Referred to, not merged: they are what the wheel's author says, and have identifiers of their own. */
    private static void writeParts(JsonGenerator json, List<BundleFile.Regular> parts) throws IOException {
        if (parts.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("externalReferences");
        for (BundleFile.Regular part : parts) {
            json.writeStartObject();
            json.writeStringField("type", "bom");
            json.writeStringField("url", part.path().replace("%", "%25").replace(" ", "%20"));
            writeHash(json, "SHA-256:" + Sha256.of(part.content()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeProperties(JsonGenerator json, Map<String, String> properties) throws IOException {
        if (properties.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("properties");
        for (Map.Entry<String, String> property : properties.entrySet()) {
            json.writeStartObject();
            json.writeStringField("name", property.getKey());
            json.writeStringField("value", property.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** That of a file; other algorithms than these have no name in CycloneDX that repositories use. */
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
}
