package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.DemoRepositories;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles made of Debian's packages: of those that the demo repository has downloaded to make its RPMs of, and of suites. */
class DebianPackagesIT {
    private static final String[] DEMO = {
        "python3-yaml", "ca-certificates", "tzdata", "ncurses-base", "libc-bin", "python3"
    };

    private static final Set<String> DESCRIPTIONS = Set.of("relocpy.json", "relocpy.lock", "sbom.cdx.json");

    @TempDir
    Path folder;

    @Test
    void hasTheFilesOfOneMadeOfConvertedPackages() throws IOException {
        Path rpms = DemoRepository.of("trixie");
        Path converted = folder.resolve("converted");
        Path direct = folder.resolve("direct");
        Bundle.builder().repositories(rpms).modules(DEMO).write(converted);
        Bundle.builder()
                .repositories(DemoRepositories.packagesOf(rpms))
                .modules(DEMO)
                .write(direct);

        assertThat(files(direct)).isEqualTo(files(converted));
        for (String file : files(direct)) {
            if (!DESCRIPTIONS.contains(file)) {
                assertThat(Files.mismatch(direct.resolve(file), converted.resolve(file)))
                        .as(file)
                        .isEqualTo(-1);
            }
        }
        assertThat(Bundle.verify(direct).isSound()).isTrue();
        assertThat(Files.readString(direct.resolve("sbom.cdx.json")))
                .contains("\"pkg:deb/debian/libc6@")
                .contains("upstream=glibc")
                .doesNotContain(rpms.getParent().toString());
        assertThat(Files.readString(direct.resolve("relocpy.json"))).contains("\"license\" : \"Expat\"");
        assertThat(direct.resolve("licenses/common-licenses/GPL-2")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bullseye", "bookworm", "trixie"})
    void runsInAnEmptyRoot(String suite) throws IOException {
        Bundle.builder()
                .repositories(DebianSuite.of(suite))
                .modules("python3dist(pyyaml)")
                .write(folder.resolve("bundle"));

        HostTools.Result result = DemoBundle.chroot(
                        folder,
                        "/bundle/bin/python3",
                        "-c",
                        "import ssl, sqlite3, lzma, bz2, ctypes, yaml, hashlib, uuid, decimal, locale;"
                                + " print(yaml.__with_libyaml__, locale.setlocale(locale.LC_ALL, 'C.UTF-8'))")
                .orFail();

        assertThat(result.stdout()).isEqualTo("True C.UTF-8\n");
    }

    /** NumPy needs alternatives, requests the certificates. */
    @Test
    void hasWhatScriptsWouldMake() throws IOException {
        BundleReport report = Bundle.builder()
                .repositories(DebianSuite.of("trixie"))
                .modules("python3-numpy", "python3dist(requests)")
                .write(folder.resolve("bundle"));

        HostTools.Result result = DemoBundle.chroot(
                        folder,
                        "/bundle/bin/python3",
                        "-c",
                        "import numpy, requests;"
                                + " print(round(float(numpy.linalg.det(numpy.array([[2.0, 0], [0, 4]])))), requests.certs.where())")
                .orFail();

        assertThat(result.stdout()).isEqualTo("8 /bundle/etc/ssl/cert.pem\n");
        assertThat(report.skippedScripts())
                .extracting(BundleReport.SkippedScript::script)
                .contains("postinst")
                .isSubsetOf("preinst", "postinst");
        assertThat(report.files().stream()
                        .filter(file -> file.path().endsWith("/libblas.so.3")
                                && file.linkTarget().equals(Optional.of("blas/libblas.so.3")))
                        .map(BundleReport.ReportedFile::origin))
                .hasSize(1)
                .allMatch(origin -> origin.id().startsWith("libblas3-"));
    }

    private static Set<String> files(Path bundle) throws IOException {
        try (Stream<Path> paths = Files.walk(bundle)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> bundle.relativize(path).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
