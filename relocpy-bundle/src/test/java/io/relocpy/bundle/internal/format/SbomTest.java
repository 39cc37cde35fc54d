package io.relocpy.bundle.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.internal.tree.BundleIdentity;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.ClosurePackage;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cyclonedx.Version;
import org.cyclonedx.exception.ParseException;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;

/** Holds the bill of materials to the JSON schema of CycloneDX 1.6 and to the package-url specification. */
class SbomTest {
    /** pkg:rpm/name@version?arch=…, everything else percent-encoded, qualifiers sorted. */
    private static final String PURL = "pkg:rpm/" + "(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+"
            + "@(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+"
            + "\\?arch=[a-z0-9_]+(?:&epoch=[0-9]+)?";

    private static final String DIGEST = "0".repeat(64);

    private static final List<SourcePackage> PACKAGES = List.of(
            origin("libstdc++", "14.2.0-1~deb13", "GPL-3.0-or-later WITH GCC-exception-3.1"),
            origin("openssl-libs", "1:3.5.1-2.fc43", "ASL 2.0"),
            origin("quoted", "1^2\"-1", ""));

    @Test
    void aValidatorAcceptsIt() throws IOException, ParseException {
        assertThat(new JsonParser().validate(text().getBytes(StandardCharsets.UTF_8), Version.VERSION_16))
                .isEmpty();
        assertThat(new JsonParser()
                        .validate(
                                text().replace("Apache-2.0", "Apache-2").getBytes(StandardCharsets.UTF_8),
                                Version.VERSION_16))
                .as("it looks at licences, too")
                .isNotEmpty();
    }

    @Test
    void everyPackageHasAPackageUrl() throws IOException, ParseException {
        assertThat(sbom().getComponents())
                .extracting(Component::getPurl)
                .allSatisfy(purl -> assertThat(purl).matches(PURL))
                .containsExactly(
                        "pkg:rpm/libstdc%2B%2B@1?arch=x86_64",
                        "pkg:rpm/openssl-libs@1?arch=x86_64", "pkg:rpm/quoted@1?arch=x86_64");
    }

    @Test
    void licencesAreExpressionsAndTheStatedTextIsKept() throws IOException, ParseException {
        List<Component> components = sbom().getComponents();

        assertThat(components.get(0).getLicenses().getExpression().getValue())
                .isEqualTo("GPL-3.0-or-later WITH GCC-exception-3.1");
        assertThat(components.get(1).getLicenses().getLicenses().get(0).getId()).isEqualTo("Apache-2.0");
        assertThat(components.get(1).getProperties().get(0).getValue()).isEqualTo("ASL 2.0");
        assertThat(components.get(1).getHashes().get(0).getValue()).isEqualTo(DIGEST);
        assertThat(components.get(2).getLicenses()).isNull();
    }

    private static SourcePackage origin(String name, String version, String license) {
        return new SourcePackage.Packaged(ClosurePackage.builder(name, version, "x86_64")
                .license(license)
                .checksum(new Checksum(Checksum.Algorithm.SHA_256, DIGEST).toString()) // as repositories state it
                .packageUrl("pkg:rpm/" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "@1?arch=x86_64")
                .build());
    }

    private static String text() throws IOException {
        return Sbom.of("hello", new BundleIdentity("x86_64", "3.13.5", "2.41", null, null), PACKAGES)
                .text();
    }

    private static Bom sbom() throws IOException, ParseException {
        return new JsonParser().parse(text().getBytes(StandardCharsets.UTF_8));
    }
}
