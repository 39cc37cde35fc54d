package io.relocpy.bundle.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
import org.cyclonedx.model.Dependency;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;

/** Holds the bill of materials to the JSON schema of CycloneDX 1.6 and to the package-url specification. */
class SbomTest {
    /** pkg:rpm/name@version?arch=…, everything else percent-encoded, qualifiers sorted. */
    private static final String PURL = "pkg:rpm/" + "(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+"
            + "@(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+"
            + "\\?arch=[a-z0-9_]+(?:&epoch=[0-9]+)?";

    private static final String DIGEST = "0".repeat(64);

    private static final BundleIdentity IDENTITY = new BundleIdentity("x86_64", "3.13.5", "2.41", null, null);

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
        assertThat(packages())
                .extracting(Component::getPurl)
                .allSatisfy(purl -> assertThat(purl).matches(PURL))
                .containsExactly(
                        "pkg:rpm/libstdc%2B%2B@1?arch=x86_64",
                        "pkg:rpm/openssl-libs@1?arch=x86_64", "pkg:rpm/quoted@1?arch=x86_64");
    }

    @Test
    void licencesAreExpressionsAndTheStatedTextIsKept() throws IOException, ParseException {
        List<Component> components = packages();

        assertThat(components.get(0).getLicenses().getExpression().getValue())
                .isEqualTo("GPL-3.0-or-later WITH GCC-exception-3.1");
        assertThat(components.get(1).getLicenses().getLicenses().get(0).getId()).isEqualTo("Apache-2.0");
        assertThat(components.get(1).getProperties().get(0).getValue()).isEqualTo("ASL 2.0");
        assertThat(components.get(1).getHashes().get(0).getValue()).isEqualTo(DIGEST);
        assertThat(components.get(2).getLicenses()).isNull();
    }

    @Test
    void aComponentStatesTheDistributionByWhichScannersChooseTheirList() throws IOException, ParseException {
        assertThat(sbom().getComponents())
                .filteredOn(each -> each.getType() == Component.Type.OPERATING_SYSTEM)
                .extracting(Component::getName, Component::getVersion)
                .containsExactly(tuple("fedora", "43"));
        assertThat(OperatingSystem.of(List.of(debian("libc6", "trixie"), debian("tzdata", "trixie-updates"))))
                .contains(new OperatingSystem("debian", "13"));
        assertThat(OperatingSystem.of(List.of(debian("libc6", "trixie"), debian("x", "bookworm"))))
                .as("of several, none can be stated")
                .isEmpty();
        assertThat(OperatingSystem.of(List.of(debian("libc6", "unknown")))).isEmpty();
    }

    @Test
    void dependenciesAreThoseOfThePackagesInTheBundle() throws IOException, ParseException {
        SourcePackage python = new SourcePackage.Packaged(ClosurePackage.builder("python3", "3", "x86_64")
                .packageUrl("pkg:rpm/python3@3")
                .requires(List.of("libs-1.x86_64", "not-in-the-bundle-1.x86_64"))
                .build());
        SourcePackage libs = new SourcePackage.Packaged(ClosurePackage.builder("libs", "1", "x86_64")
                .packageUrl("pkg:rpm/libs@1")
                .build());
        Bom bom = new JsonParser()
                .parse(Sbom.of("x", IDENTITY, List.of(python, libs)).text().getBytes(StandardCharsets.UTF_8));

        assertThat(bom.getDependencies())
                .extracting(Dependency::getRef, SbomTest::on)
                .containsExactly(
                        tuple("bundle", List.of("pkg:rpm/python3@3", "pkg:rpm/libs@1")),
                        tuple("pkg:rpm/python3@3", List.of("pkg:rpm/libs@1")),
                        tuple("pkg:rpm/libs@1", List.of()));
    }

    private static List<String> on(Dependency dependency) {
        return dependency.getDependencies() == null
                ? List.of()
                : dependency.getDependencies().stream().map(Dependency::getRef).toList();
    }

    private static List<Component> packages() throws IOException, ParseException {
        return sbom().getComponents().stream()
                .filter(each -> each.getType() == Component.Type.LIBRARY)
                .toList();
    }

    private static SourcePackage debian(String name, String release) {
        return new SourcePackage.Packaged(ClosurePackage.builder(name, "1", "amd64")
                .packageUrl("pkg:deb/debian/" + name + "@1?arch=amd64&distro=" + release)
                .build());
    }

    private static SourcePackage origin(String name, String version, String license) {
        return new SourcePackage.Packaged(ClosurePackage.builder(name, version, "x86_64")
                .license(license)
                .checksum(new Checksum(Checksum.Algorithm.SHA_256, DIGEST).toString()) // as repositories state it
                .packageUrl("pkg:rpm/" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "@1?arch=x86_64")
                .build());
    }

    private static String text() throws IOException {
        return Sbom.of("hello", IDENTITY, PACKAGES).text();
    }

    private static Bom sbom() throws IOException, ParseException {
        return new JsonParser().parse(text().getBytes(StandardCharsets.UTF_8));
    }
}
