package io.relocpy.bundle.internal.format;

import static io.relocpy.bundle.Samples.bundled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.relocpy.bundle.internal.tree.BundleIdentity;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.ClosurePackage;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cyclonedx.Version;
import org.cyclonedx.exception.ParseException;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Dependency;
import org.cyclonedx.model.ExternalReference;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the bill of materials to the JSON schema of CycloneDX 1.6 and to the package-url specification. */
class SbomTest {
    /** pkg:rpm/namespace/name@version?arch=…, everything else percent-encoded, qualifiers sorted. */
    private static final String PURL = "pkg:rpm/(?:[a-z]+/)?" + "(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+"
            + "@(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+"
            + "\\?arch=[a-z0-9_]+(?:&distro=[a-z]+-[0-9]+)?(?:&epoch=[0-9]+)?";

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
                        "pkg:rpm/fedora/openssl-libs@1?arch=x86_64&distro=fedora-43", "pkg:rpm/quoted@1?arch=x86_64");
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
                .parse(Sbom.of("x", IDENTITY, List.of(python, libs), Map.of())
                        .text()
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(bom.getDependencies())
                .extracting(Dependency::getRef, SbomTest::on)
                .containsExactly(
                        tuple("bundle", List.of("pkg:rpm/python3@3", "pkg:rpm/libs@1")),
                        tuple("pkg:rpm/python3@3", List.of("pkg:rpm/libs@1")),
                        tuple("pkg:rpm/libs@1", List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "Fedora Project, 3.9-1.fc43, pkg:rpm/fedora/x@3.9-1.fc43?arch=x86_64&distro=fedora-43, fedora",
                "'Red Hat, Inc.', 3.9-1.el9_4.2, pkg:rpm/redhat/x@3.9-1.el9_4.2?arch=x86_64&distro=rhel-9, redhat",
                "CentOS, 3.9-1.el9, pkg:rpm/centos/x@3.9-1.el9?arch=x86_64&distro=centos-9, centos",
                "Rocky Enterprise Software Foundation, 3-1.el8, pkg:rpm/rocky/x@3-1.el8?arch=x86_64&distro=rocky-8, rocky",
                "AlmaLinux, 3-1.el9, pkg:rpm/almalinux/x@3-1.el9?arch=x86_64&distro=almalinux-9, alma",
                "Amazon Linux, 3-1.amzn2023, pkg:rpm/amzn/x@3-1.amzn2023?arch=x86_64&distro=amzn-2023, amazon",
                "Microsoft Corporation, 3-1.azl3, pkg:rpm/azurelinux/x@3-1.azl3?arch=x86_64&distro=azurelinux-3.0, azurelinux",
                "Microsoft Corporation, 3-1.cm2, pkg:rpm/mariner/x@3-1.cm2?arch=x86_64&distro=mariner-2.0, cbl-mariner",
                "openSUSE, 3-lp156.1.2, pkg:rpm/opensuse/x@3-lp156.1.2?arch=x86_64&distro=opensuse-leap-15.6, opensuse-leap",
                "openSUSE, 3-1.2, pkg:rpm/opensuse/x@3-1.2?arch=x86_64, -",
                "SUSE LLC <https://www.suse.com/>, 3-150600.3.9.1, pkg:rpm/suse/x@3-150600.3.9.1?arch=x86_64&distro=sles-15.6, sles",
                "SUSE LLC <https://www.suse.com/>, 3-160000.2.2, pkg:rpm/suse/x@3-160000.2.2?arch=x86_64&distro=sles-16.0, sles",
                "SUSE LLC <https://www.suse.com/>, 3-150000.4.6.1, pkg:rpm/suse/x@3-150000.4.6.1?arch=x86_64, -",
                "SUSE LLC <https://www.suse.com/>, 2.22-114.22.1, pkg:rpm/suse/x@2.22-114.22.1?arch=x86_64, -",
                "Me, 3-1.azl3, pkg:rpm/x@3-1.azl3?arch=x86_64, -",
                "Me, 3-1.el9, pkg:rpm/x@3-1.el9?arch=x86_64, -",
                "'', 3-1.el9, pkg:rpm/x@3-1.el9?arch=x86_64, -",
                "Me, 3-1.fc43, pkg:rpm/x@3-1.fc43?arch=x86_64, -"
            })
    void theVendorAndTheReleaseOfAnRpmPackageAreItsDistribution(
            String vendor, String version, String purl, String family) {
        SourcePackage.Packaged origin = new SourcePackage.Packaged(
                ClosurePackage.builder("x", version, "x86_64")
                        .packageUrl("pkg:rpm/x@" + version + "?arch=x86_64")
                        .build(),
                "",
                vendor);

        assertThat(ComponentUrl.of(origin, OperatingSystem.ofSuse(List.of(origin))))
                .hasToString(purl);
        assertThat(OperatingSystem.of(List.of(origin)).map(OperatingSystem::family))
                .isEqualTo(Optional.ofNullable(family));
    }

    /** As in SLES 15 SP5, of which Syft and Trivy take ID="sles" and VERSION_ID="15.5" from os-release. */
    @Test
    void packagesOfSuseAreOfTheNewestServicePackOrOfTheLeapBesideThem() {
        List<SourcePackage> packages = List.of(
                suse("aaa_base", "84.87+git20180409.04c9dae-150300.10.28.2"),
                suse("openssl-3", "3.0.8-150500.5.21.1"),
                suse("grep", "3.1-150000.4.6.1"),
                suse("libzio1", "1.06-2.20"));
        Optional<OperatingSystem> suse = OperatingSystem.ofSuse(packages);

        assertThat(suse.map(OperatingSystem::distro)).contains("sles-15.5");
        assertThat(OperatingSystem.of(packages)).isEqualTo(suse);
        assertThat(ComponentUrl.of(packages.get(2), suse))
                .hasToString("pkg:rpm/suse/grep@3.1-150000.4.6.1?arch=x86_64&distro=sles-15.5");

        List<SourcePackage> leap = new ArrayList<>(packages);
        leap.add(packaged("openSUSE", "python311-magic", "5.44-lp155.1.3"));
        assertThat(OperatingSystem.of(leap)).contains(new OperatingSystem("opensuse-leap", "15.5"));
    }

    private static SourcePackage suse(String name, String version) {
        return packaged("SUSE LLC <https://www.suse.com/>", name, version);
    }

    private static SourcePackage packaged(String vendor, String name, String version) {
        return new SourcePackage.Packaged(
                ClosurePackage.builder(name, version, "x86_64")
                        .packageUrl("pkg:rpm/" + name + "@" + version + "?arch=x86_64")
                        .build(),
                "",
                vendor);
    }

    /**
     * Grype (grype/pkg, purl_provider.go): {@code distro} up to the first dash is the ID, {@code upstream} of a Debian package is
     * name@version, of an RPM package the name of a file. Trivy (pkg/sbom/io/decode.go): source packages are properties, in parts.
     */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "pkg:deb/debian/libc6@2.41-12?arch=amd64&distro=trixie&upstream=glibc, distro=debian-13&upstream=glibc,"
                        + " glibc, 2.41, 12, -",
                "pkg:deb/debian/x@2?arch=amd64&distro=trixie&upstream=y%401:3%2Bdfsg-1%2Bb2, distro=debian-13&upstream=y%401:3,"
                        + " y, 3+dfsg, 1+b2, 1",
                "pkg:deb/debian/x@2?arch=amd64&upstream=native%402025b, upstream=native, native, 2025b, -, -",
                "pkg:rpm/x@2?arch=noarch&epoch=1&upstream=glibc-2.34-1.el9.src.rpm, upstream=glibc-2.34-1.el9.src.rpm,"
                        + " glibc, 2.34, 1.el9, -",
                "pkg:rpm/x@2?arch=noarch, arch=noarch, -, -, -, -"
            })
    void scannersFindTheSourcePackage(
            String purl, String contained, String name, String version, String release, String epoch) {
        ComponentUrl url = ComponentUrl.of(
                new SourcePackage.Packaged(ClosurePackage.builder("x", "2.41-12", "noarch")
                        .packageUrl(purl)
                        .build()),
                Optional.empty());

        assertThat(url.toString()).contains(contained);
        assertThat(url.properties().get("aquasecurity:trivy:SrcName")).isEqualTo(name);
        assertThat(url.properties().get("aquasecurity:trivy:SrcVersion")).isEqualTo(version);
        assertThat(url.properties().get("aquasecurity:trivy:SrcRelease")).isEqualTo(release);
        assertThat(url.properties().get("aquasecurity:trivy:SrcEpoch")).isEqualTo(epoch);
    }

    @Test
    void aBillOfMaterialsInAWheelIsReferredTo() throws IOException, ParseException {
        SourcePackage wheel = new SourcePackage.OfWheel("Some_Wheel", "1.0", "x86_64", "MIT", "", 1);
        String part = "lib/python3.13/site-packages/some_wheel-1.0.dist-info/sboms/auditwheel.cdx.json";
        byte[] text = Sbom.of("x", IDENTITY, List.of(wheel), Map.of(wheel, List.of(bundled(part, "{}"))))
                .text()
                .getBytes(StandardCharsets.UTF_8);
        Component component = new JsonParser().parse(text).getComponents().get(0);

        assertThat(new JsonParser().validate(text, Version.VERSION_16)).isEmpty();
        assertThat(component.getPurl()).isEqualTo("pkg:pypi/some-wheel@1.0");
        assertThat(component.getExternalReferences())
                .extracting(ExternalReference::getType, ExternalReference::getUrl, each -> each.getHashes()
                        .get(0)
                        .getValue())
                .containsExactly(tuple(
                        ExternalReference.Type.BOM,
                        part,
                        // printf '{}' | sha256sum
                        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"));
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
        return Sbom.of("hello", IDENTITY, PACKAGES, Map.of()).text();
    }

    private static Bom sbom() throws IOException, ParseException {
        return new JsonParser().parse(text().getBytes(StandardCharsets.UTF_8));
    }
}
