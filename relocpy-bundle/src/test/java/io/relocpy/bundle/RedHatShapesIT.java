package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.DemoRepositories;
import io.relocpy.testing.HostTools;
import io.relocpy.testing.HostTools.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles of packages that rpmbuild makes in the shapes of Red Hat's, see {@code red-hat/red-hat.spec}, in empty roots. */
class RedHatShapesIT {
    @TempDir
    static Path folder;

    private static final List<String> NOTICES = new ArrayList<>();

    private static Path repository;
    private static Path root;
    private static BundleReport report;

    @BeforeAll
    static void makeBundle() throws IOException {
        makeRepository();
        root = rootOf("root");
        Path host = Files.createDirectories(root.resolve("etc/crypto-policies/back-ends"));
        Files.writeString(host.resolve("opensslcnf.config"), "TLS.MinProtocol = TLSv1\n");
        Files.writeString(host.resolve("openssl.config"), "@SECLEVEL=0:ALL\n");
        report = bundle("platform-python")
                .modules("python3-tool", "python3-crypt")
                .executables("tool")
                .write(root.resolve("bundle"));
    }

    private static void makeRepository() throws IOException {
        HostTools.requireRoot();
        HostTools.require("rpmbuild", "createrepo_c", "dpkg-deb", "gcc", "openssl");
        Path debian = DemoRepository.of("trixie", "python3", "python3-venv", "tzdata", "ncurses-base", "libc-bin");
        Path authority = folder.resolve("authority.pem");
        HostTools.run(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-subj",
                        "/CN=ghost",
                        "-keyout",
                        folder.resolve("key.pem").toString(),
                        "-out",
                        authority.toString())
                .orFail();
        Path policy = Files.writeString(folder.resolve("policy"), """
                CipherString = @SECLEVEL=3:kEECDH:!aNULL
                TLS.MinProtocol = TLSv1.3

                [openssl_init]
                alg_section = evp_properties

                [evp_properties]
                """);
        Path spec = Files.write(folder.resolve("red-hat.spec"), ProbeBundle.resource("red-hat/red-hat.spec"));
        repository = Files.createDirectories(folder.resolve("repository"));
        HostTools.run(
                        "rpmbuild",
                        "-bb",
                        "--define",
                        "_topdir " + folder.resolve("top"),
                        "--define",
                        "_rpmdir " + repository,
                        "--define",
                        "debs " + DemoRepositories.packagesOf(debian),
                        "--define",
                        "policy " + policy,
                        "--define",
                        "authority " + authority,
                        spec.toString())
                .orFail();
        Predicate<String> replaced = name -> name.matches("(?:lib)?python3.*|ca-certificates.*|filesystem.*");
        try (Stream<Path> packages = Files.list(debian)) {
            for (Path each :
                    packages.filter(file -> file.toString().endsWith(".rpm")).toList()) {
                if (!replaced.test(each.getFileName().toString())) {
                    Files.copy(each, repository.resolve(each.getFileName()));
                }
            }
        }
        HostTools.run("createrepo_c", "-q", repository.toString()).orFail();
    }

    private static Path rootOf(String name) throws IOException {
        Path root = Files.createDirectories(folder.resolve(name));
        Files.createDirectories(root.resolve("tmp"));
        return root;
    }

    private static Bundle.Builder bundle(String python) {
        return Bundle.builder().repositories(repository).python(python).onEvent(event -> {
            if (event instanceof BundleEvent.Notice notice) {
                NOTICES.add(notice.subject() + ": " + notice.message());
            }
        });
    }

    private static String python(Path root, String... lines) {
        return DemoBundle.chroot(root, "/bundle/bin/python3", "-c", String.join("\n", lines))
                .orFail()
                .stdout()
                .strip();
    }

    @Test
    void thePythonOfTheSystemIsTakenByItsName() throws IOException {
        assertThat(report.pythonVersion()).startsWith("3.13.");
        assertThat(python(root, "import ssl, sys; print(sys.executable, sys.prefix)"))
                .isEqualTo("/bundle/bin/python3 /bundle");
        assertThat(Bundle.verify(root.resolve("bundle")).faults()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"python3", "python313"})
    void aPythonWhoseUsualNameIsAGhostIsFound(String name) throws IOException {
        Path other = rootOf(name);
        bundle(name).write(other.resolve("bundle"));

        assertThat(python(other, "import ssl, sys; print(sys.executable)")).isEqualTo("/bundle/bin/python3");
        assertThat(other.resolve("bundle/libexec/platform-python3.13")).doesNotExist();
    }

    @Test
    void environmentsAreMadeOfWheelsInPython3Wheels() {
        assertThat(python(
                        root,
                        "import subprocess, sys",
                        "subprocess.run([sys.executable, '-m', 'venv', '/tmp/environment'], check=True)",
                        "print(subprocess.run(['/tmp/environment/bin/pip', '--version'], check=True,"
                                + " capture_output=True, text=True).stdout)"))
                .startsWith("pip ")
                .contains("/tmp/environment/");
    }

    @Test
    void thePolicyOfTheDistributionAppliesToTlsAndThatOfTheHostDoesNot() {
        assertThat(python(
                        root,
                        "import os, ssl",
                        "context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)",
                        "print(context.minimum_version.name, context.security_level, 'OPENSSL_CONF' in os.environ)"))
                .isEqualTo("TLSv1_3 3 False");
    }

    @Test
    void authoritiesWhoseBundlesAreGhostsAreJoined() {
        assertThat(python(root, "import ssl; print(ssl.create_default_context().get_ca_certs()[0]['subject'])"))
                .isEqualTo("((('commonName', 'ghost'),),)");
        assertThat(NOTICES).noneMatch(notice -> notice.contains("authorities"));
    }

    @Test
    void programsInSbinAreFoundWithoutTheLinksThatLuaMakes() {
        assertThat(DemoBundle.chroot(root, "/bundle/bin/tool").orFail().stdout())
                .isEqualTo("from /usr/sbin\n");
    }

    @Test
    void aLibraryThatAnotherOpensByItsNameStays() {
        assertThat(python(
                        root,
                        "import ctypes, sysconfig",
                        "path = sysconfig.get_path('platstdlib') + '/lib-dynload/_crypt_probe.so'",
                        "print(ctypes.CDLL(path).question())"))
                .isEqualTo("42");
        assertThat(report.files())
                .filteredOn(file -> file.path().equals("lib64/libfreeblpriv3.so"))
                .extracting(file -> file.reason().toString())
                .containsExactly("libfreebl3.so has its name, and opens it by that");
    }

    @Test
    void aBundleForNewerProcessorsSaysSo() throws IOException {
        HostTools.require("qemu-x86_64-static");
        Path newer = rootOf("v3");
        BundleReport built = bundle("platform-python")
                .modules("tool-v3")
                .executables("tool-v3")
                .write(newer.resolve("bundle"));

        assertThat(built.cpuLevel()).contains("x86-64-v3");
        assertThat(NOTICES)
                .contains("bundle: runs only on processors of level x86-64-v3; on others its loader says so and ends");
        assertThat(runOn(newer, "max").exitStatus()).isZero();
        Result old = runOn(newer, "Nehalem");
        assertThat(old.exitStatus()).isEqualTo(127);
        assertThat(old.stderr()).contains("CPU ISA level is lower than required");
    }

    private static Result runOn(Path root, String processor) {
        Path bundle = root.resolve("bundle");
        return HostTools.run(
                "qemu-x86_64-static",
                "-cpu",
                processor,
                bundle.resolve("libexec/relocpy/ld.so").toString(),
                "--library-path",
                bundle.resolve("lib/x86_64-linux-gnu").toString(),
                bundle.resolve("libexec/relocpy/bin/tool-v3").toString());
    }
}
