package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Holds the bill of materials to what the CycloneDX 1.6 JSON schema and the package-url specification demand. */
class SbomTest {
    /** "type" of "component" in the schema. */
    private static final Set<String> COMPONENT_TYPES = Set.of(
            "application",
            "framework",
            "library",
            "container",
            "platform",
            "operating-system",
            "device",
            "device-driver",
            "firmware",
            "file",
            "machine-learning-model",
            "data",
            "cryptographic-asset");

    private static final String SERIAL_NUMBER = "urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    /** pkg:rpm/name@version?arch=…, everything else percent-encoded, qualifiers sorted. */
    private static final String PURL = "pkg:rpm/" + "(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+"
            + "@(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+"
            + "\\?arch=[a-z0-9_]+(?:&epoch=[0-9]+)?";

    private static final List<SourcePackage> PACKAGES = List.of(
            origin("libstdc++", "14.2.0-1~deb13", "GPL-3.0-or-later WITH GCC-exception-3.1"),
            origin("openssl-libs", "1:3.5.1-2.fc43", "Apache-2.0"),
            origin("quoted", "1^2\"-1", ""));

    @Test
    void hasTheRequiredFieldsOfTheDocument() throws IOException {
        Map<String, Object> sbom = sbom();

        assertThat(sbom.get("bomFormat")).isEqualTo("CycloneDX");
        assertThat(sbom.get("specVersion")).isEqualTo("1.6");
        assertThat((Long) sbom.get("version")).isPositive();
        assertThat(sbom.keySet())
                .as("the schema allows no others than these and their kin")
                .isSubsetOf("bomFormat", "specVersion", "serialNumber", "version", "metadata", "components");
        if (sbom.containsKey("serialNumber")) {
            assertThat((String) sbom.get("serialNumber")).matches(SERIAL_NUMBER);
        }
    }

    @Test
    void everyComponentHasTheRequiredFieldsAndAReferenceOfItsOwn() throws IOException {
        Set<Object> references = new HashSet<>();
        List<Map<String, Object>> components = components();
        components.add(object(object(sbom().get("metadata")).get("component")));

        assertThat(components).hasSize(PACKAGES.size() + 1).allSatisfy(component -> {
            assertThat(component.get("type")).isIn(COMPONENT_TYPES);
            assertThat((String) component.get("name")).isNotEmpty();
            assertThat((String) component.get("version")).isNotEmpty().hasSizeLessThanOrEqualTo(1024);
            assertThat((String) component.get("bom-ref")).isNotEmpty();
            assertThat(references.add(component.get("bom-ref")))
                    .as("bom-ref is unique")
                    .isTrue();
        });
    }

    @Test
    void everyPackageHasAPackageUrl() throws IOException {
        assertThat(components())
                .allSatisfy(
                        component -> assertThat((String) component.get("purl")).matches(PURL))
                .extracting(component -> component.get("purl"))
                .containsExactly(
                        "pkg:rpm/libstdc%2B%2B@14.2.0-1~deb13?arch=x86_64",
                        "pkg:rpm/openssl-libs@3.5.1-2.fc43?arch=x86_64&epoch=1",
                        "pkg:rpm/quoted@1%5E2%22-1?arch=x86_64");
    }

    @Test
    void eachLicenceChoiceHasOneLicenceWithANameOrId() throws IOException {
        for (Map<String, Object> component : components()) {
            if (!component.containsKey("licenses")) {
                assertThat(component.get("name")).isEqualTo("quoted");
                continue;
            }
            assertThat(list(component.get("licenses"))).isNotEmpty().allSatisfy(choice -> {
                assertThat(choice).containsOnlyKeys("license");
                Map<String, Object> license = object(choice.get("license"));
                assertThat(license.containsKey("name") ^ license.containsKey("id"))
                        .isTrue();
            });
        }
    }

    private static SourcePackage origin(String name, String version, String license) {
        return new SourcePackage(name, version, "x86_64", license, "repo", "", 1, "asked for", "");
    }

    private static List<Map<String, Object>> components() throws IOException {
        return list(sbom().get("components"));
    }

    private static Map<String, Object> sbom() throws IOException {
        Content sbom = Sbom.of("hello", new BundleIdentity("x86_64", "3.13.5", "2.41", null, null), PACKAGES);
        try (JsonParser json = new JsonFactory().createParser(sbom.text())) {
            json.nextToken();
            return object(value(json));
        }
    }

    private static Object value(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            Map<String, Object> object = new LinkedHashMap<>();
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                json.nextToken();
                object.put(field, value(json));
            }
            return object;
        }
        if (json.currentToken() == JsonToken.START_ARRAY) {
            List<Object> array = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                array.add(value(json));
            }
            return array;
        }
        return json.currentToken() == JsonToken.VALUE_NUMBER_INT ? (Object) json.getLongValue() : json.getText();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Object value) {
        return (List<Map<String, Object>>) value;
    }
}
