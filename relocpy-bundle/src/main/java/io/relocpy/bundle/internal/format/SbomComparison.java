package io.relocpy.bundle.internal.format;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.Content;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the bill of materials with the packages of a manifest that does not list it, as one of format 1: by names
 * and versions, in their order. Such a manifest does not contain its other fields.
 */
public final class SbomComparison {
    private SbomComparison() {}

    /** What differs; at most one finding. */
    public static List<Finding> compare(ManifestContents manifest, WrittenBundle bundle) {
        if (!(bundle.files().get(BundleLayout.SBOM) instanceof WrittenFile.Regular file)) {
            return fault("is missing");
        }
        List<String> expected = new ArrayList<>();
        for (Map<String, String> origin : manifest.packages()) {
            expected.add(origin.getOrDefault("name", "") + " " + origin.getOrDefault("version", ""));
        }
        try {
            List<String> found = components(file.content());
            return found.equals(expected)
                    ? List.of()
                    : fault("expected the " + expected.size() + " packages of " + BundleLayout.MANIFEST + ", found "
                            + found.size() + (found.size() == expected.size() ? " others" : ""));
        } catch (IOException e) {
            String message = e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage();
            return fault("cannot be read: " + message);
        }
    }

    private static List<Finding> fault(String what) {
        return List.of(Findings.fault(Check.FILE, BundleLayout.SBOM, what));
    }

    /** Name and version of each component that is a package. */
    private static List<String> components(Content content) throws IOException {
        boolean isBom = false;
        List<String> components = new ArrayList<>();
        try (InputStream in = content.open();
                JsonParser json = ManifestReader.JSON.createParser(in)) {
            expect(json.nextToken(), JsonToken.START_OBJECT);
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (field.equals("bomFormat")) {
                    isBom = "CycloneDX".equals(json.getText());
                } else if (field.equals("components")) {
                    expect(value, JsonToken.START_ARRAY);
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        component(json).ifPresent(components::add);
                    }
                } else {
                    json.skipChildren();
                }
            }
            expect(json.currentToken(), JsonToken.END_OBJECT);
        }
        if (!isBom) {
            throw new BundleException(BundleLayout.SBOM, "expected the bomFormat CycloneDX");
        }
        return components;
    }

    /** Empty for the distribution. */
    private static Optional<String> component(JsonParser json) throws IOException {
        expect(json.currentToken(), JsonToken.START_OBJECT);
        String name = "";
        String version = "";
        boolean isPackage = true;
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            json.nextToken();
            if (field.equals("name")) {
                name = String.valueOf(json.getText());
            } else if (field.equals("version")) {
                version = String.valueOf(json.getText());
            } else if (field.equals("type")) {
                isPackage = !Sbom.OPERATING_SYSTEM.equals(json.getText());
            }
            json.skipChildren();
        }
        return isPackage ? Optional.of(name + " " + version) : Optional.empty();
    }

    private static void expect(JsonToken found, JsonToken expected) throws IOException {
        if (found != expected) {
            throw new BundleException(BundleLayout.SBOM, "expected " + expected + ", found " + found);
        }
    }
}
