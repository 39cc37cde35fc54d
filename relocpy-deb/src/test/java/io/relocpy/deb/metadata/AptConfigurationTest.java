package io.relocpy.deb.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.deb.Pin;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.SettingWarning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AptConfigurationTest {
    private static final String FINGERPRINT = "A".repeat(38) + "0F";
    private static final Path KEYS = Path.of("../relocpy-repository/src/test/resources/io/relocpy/repository/keys");
    private static final String LINE = "deb http://deb.example.org/debian bookworm main contrib\n";

    @TempDir
    Path folder;

    private HostDirectory host;

    @BeforeEach
    void create() throws IOException {
        host = new HostDirectory(folder.resolve("root"));
    }

    private AptConfiguration withSources(String lines) throws IOException {
        return host.write("etc/apt/sources.list", lines).read();
    }

    private AptConfiguration withSettings(String text) throws IOException {
        return host.write("etc/apt/apt.conf", text).read();
    }

    private static List<String> messages(AptConfiguration apt) {
        return apt.warnings().stream().map(SettingWarning::message).toList();
    }

    @Test
    void aHostWithoutAptHasNoSources() throws IOException {
        AptConfiguration apt = AptConfiguration.ofRoot(folder.resolve("empty"), "arm64");
        assertThat(apt.sources()).isEmpty();
        assertThat(apt.pins()).isEmpty();
        assertThat(apt.suites()).isEmpty();
        assertThat(apt.suite("trixie")).isEmpty();
        assertThat(apt.defaultRelease()).isEmpty();
        assertThat(apt.solver()).isEmpty();
        assertThat(apt.compressionOrder()).isEmpty();
        assertThat(apt.installRecommends()).isTrue();
        assertThat(apt.architectures()).containsExactly("arm64");
        assertThat(apt.warnings()).isEmpty();
        assertThat(apt.defaultKeys(warning -> {}).isEmpty()).isTrue();
        assertThat(AptConfiguration.ofRoot(folder.resolve("empty")).architectures())
                .hasSize(1);
    }

    @Test
    void optionsOfASourceBecomeItsValues() throws IOException {
        AptSource source = withSources("deb [arch=amd64,arm64 signed-by=/k.gpg," + FINGERPRINT + "! trusted=no"
                        + " check-valid-until=no check-date=off valid-until-min=60 valid-until-max=120x date-max-future=5"
                        + " by-hash=force] https://u:p@example.org/debian trixie main contrib")
                .sources()
                .get(0);
        assertThat(source.uri()).isEqualTo("https://u:p@example.org/debian/");
        assertThat(source.components()).containsExactly("main", "contrib");
        assertThat(source.architectures()).containsExactly("amd64", "arm64");
        assertThat(source.signedBy())
                .containsExactly(
                        new SignedBy.Keyring(host.root().resolve("k.gpg")),
                        new SignedBy.Fingerprint(FINGERPRINT, true));
        assertThat(source.trusted()).contains(false);
        assertThat(source.checkValidUntil()).contains(false);
        assertThat(source.checkDate()).contains(false);
        assertThat(source.validUntilMin()).contains(Duration.ofMinutes(1));
        assertThat(source.validUntilMax()).contains(Duration.ofMinutes(2));
        assertThat(source.dateMaxFuture()).contains(Duration.ofSeconds(5));
        assertThat(source.byHash()).contains(true);
        assertThat(source.toBuilder().build()).isEqualTo(source).hasSameHashCodeAs(source);
        assertThat(source).hasToString("deb https://example.org/debian/ trixie main contrib");
    }

    /** They become parts of URLs. */
    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "../x", "x/../y", "http://example.org/x/", "x?y", "x%2e", "x#y", "ä"})
    void whatCannotBeASuiteIsNone(String suite) {
        assertThatThrownBy(() -> AptSource.builder("https://example.org/debian", suite))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a suite, found");
        assertThatThrownBy(() -> AptSource.builder("https://example.org/debian", "sid")
                        .components(suite)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a component, found");
    }

    @Test
    void entriesOfOneReleaseShareItsUriAndKeys() throws IOException {
        AptConfiguration apt = withSources("""
                deb http://example.org/debian trixie main
                deb http://other.example.org/debian trixie main
                deb [signed-by=/k.gpg] https://example.org/debian trixie contrib
                deb-src http://example.org/debian trixie main
                """);
        assertThat(apt.sources())
                .extracting(AptSource::toString)
                .containsExactly(
                        "deb http://example.org/debian/ trixie main contrib",
                        "deb http://other.example.org/debian/ trixie main");
        assertThat(apt.sources().get(0).signedBy()).hasSize(1);
        assertThat(apt.suites()).containsExactly("trixie");
    }

    @Test
    void whatAcquireSaysOfAllSourcesIsInEach() throws IOException {
        host.write("etc/apt/sources.list", LINE + "deb [check-valid-until=yes valid-until-max=9] http://x/ sid main\n");
        AptConfiguration apt = withSettings("""
                Acquire {
                  Check-Valid-Until "false";
                  Check-Date "no";
                  Max-ValidTime "1000";
                  Max-ValidTime::Debian "2000";
                  Min-ValidTime::Debian "500";
                  By-Hash "no";
                  CompressionTypes::Order { "xz"; "gz"; };
                };
                APT { Default-Release "sid"; Install-Recommends "0"; Solver "3.0"; };
                Dir::State::lists "/srv/lists";
                """);
        AptSource first = apt.sources().get(0);
        AptSource second = apt.sources().get(1);
        assertThat(first.checkValidUntil()).contains(false);
        assertThat(second.checkValidUntil()).contains(true);
        assertThat(first.checkDate()).contains(false);
        assertThat(first.validUntilMax()).contains(Duration.ofSeconds(1000));
        assertThat(second.validUntilMax()).contains(Duration.ofSeconds(9));
        assertThat(first.byHash()).contains(false);
        assertThat(apt.withLimitsFor(first, "Debian").validUntilMax()).contains(Duration.ofSeconds(2000));
        assertThat(apt.withLimitsFor(first, "Debian").validUntilMin()).contains(Duration.ofSeconds(500));
        assertThat(apt.withLimitsFor(second, "Debian").validUntilMax()).contains(Duration.ofSeconds(9));
        assertThat(apt.withLimitsFor(first, "Other")).isEqualTo(first);
        assertThat(apt.defaultRelease()).contains("sid");
        assertThat(apt.solver()).contains("3.0");
        assertThat(apt.installRecommends()).isFalse();
        assertThat(apt.compressionOrder()).containsExactly("xz", "gz");
        assertThat(apt.listsDirectory()).isEqualTo(host.root().resolve("srv/lists"));
    }

    @Test
    void whatIsIgnoredIsAWarning() throws IOException {
        host.write("etc/apt/sources.list.d/x.repo", "").write("etc/apt/sources.list.d/y.list.save", "");
        AptConfiguration apt = withSources("""
                deb cdrom:[Debian]/ trixie main
                deb [allow-insecure=yes] http://user:secret@example.org/debian trixie main
                deb http://example.org/debian ../trixie main
                deb http://exa$mple.org/debian trixie main
                deb [snapshot=20250520T000000Z] http://example.org/debian sid main
                deb [allow-insecure=yes] http://user:secret@example.org/debian trixie main
                """);
        assertThat(apt.sources()).hasSize(1);
        assertThat(messages(apt))
                .anySatisfy(message -> assertThat(message).contains("extension"))
                .anySatisfy(message -> assertThat(message).startsWith("line 1: the source is ignored: URI: expected"))
                .anySatisfy(message -> assertThat(message).contains("allow-insecure is ignored"))
                .anySatisfy(
                        message -> assertThat(message).startsWith("line 3: ").contains("a suite, found"))
                .anySatisfy(message -> assertThat(message).startsWith("line 4: "))
                .anySatisfy(
                        message -> assertThat(message).startsWith("line 5: ").contains("snapshot"))
                .anySatisfy(message -> assertThat(message).isEqualTo("line 6: is configured more than once"))
                .noneSatisfy(message -> assertThat(message).contains("secret"))
                .hasSize(7);
        assertThat(apt.toString()).doesNotContain("secret");
    }

    @Test
    void anErrorSaysWhereAndWhatWasExpected() throws IOException {
        assertThatThrownBy(() -> withSources("\ndeb http://u:secret@example.org/debian trixie\n"))
                .isInstanceOf(FormatException.class)
                .hasMessage(host.root()
                        + "/etc/apt/sources.list, line 2: expected a component behind the suite, found none");
        Files.delete(host.root().resolve("etc/apt/sources.list"));
        assertThatThrownBy(() -> withSettings("A {\n B \"c\" d;\n};"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("etc/apt/apt.conf, line 2: expected one value behind the name \"B\"");
    }

    @Test
    void pinsKeepTheirOrder() throws IOException {
        host.write("etc/apt/preferences.d/b", "Package: b\nPin: version 1.*\nPin-Priority: -1\n")
                .write("etc/apt/preferences.d/a.pref", "Package: src:a /x/\nPin: origin \"\"\nPin-Priority: 7\n")
                .write("etc/apt/preferences.d/c.txt", "Package:\n")
                .write("etc/apt/preferences", "Package: *\nPin: release  a=sid, o=x \nPin-Priority: never\n");
        assertThat(host.read().pins())
                .containsExactly(
                        Pin.general(Pin.Kind.RELEASE, "a=sid, o=x", Pin.NEVER),
                        new Pin(List.of("src:a", "/x/"), Pin.Kind.ORIGIN, "\"\"", 7),
                        new Pin(List.of("b"), Pin.Kind.VERSION, "1.*", -1));
    }

    @Test
    void theNativeArchitectureIsDpkgs() throws IOException {
        host.write("var/lib/dpkg/arch", "amd64\narm64\n");
        assertThat(host.read().architectures()).containsExactly("amd64", "arm64");
        assertThat(AptConfiguration.ofRoot(host.root(), "riscv64").architectures())
                .containsExactly("riscv64", "arm64");
        Files.delete(host.root().resolve("var/lib/dpkg/status"));
        host.write("var/lib/dpkg/arch", "s390x\n");
        assertThat(host.read().architectures()).containsExactly("s390x");
        assertThat(withSettings("APT::Architecture \"i386\";").architectures()).containsExactly("i386");
        assertThatThrownBy(() -> withSettings("APT::Architectures { \"../x\"; };"))
                .isInstanceOf(FormatException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "machine example.org,                https://example.org/debian,                  true",
        "machine example.org,                https://example.org:8443/debian,             true",
        "machine example.org,                https://example.org.evil.test/debian,        false",
        "machine example.org,                https://evil-example.org/debian,             false",
        "machine example.org,                https://evil.test/example.org/debian,        false",
        "machine example.org,                https://example.org@evil.test/debian,        false",
        "machine example.org,                https://evil.test/?https://example.org,      false",
        "machine example.org,                http://example.org/debian,                   false",
        "machine example.org/debian,         https://example.org.evil.test/debian,        false",
        "machine example.org/debian,         https://example.org/ubuntu,                  false",
        "machine example.org:8443,           https://example.org/debian,                  false",
        "machine http://example.org,         http://example.org.evil.test/,               false",
        "machine https://example.org,        http://example.org/,                         false",
        "machine http://example.org,         http://example.org/,                         true",
    })
    void loginsAreForTheirMachinesOnly(String machine, String url, boolean sent) throws IOException {
        host.write("etc/apt/auth.conf", machine + " login user password secret\n");

        assertThat(host.read().http(url).password()).isEqualTo(sent ? Optional.of("secret") : Optional.empty());
    }

    @Test
    void connectionsAreConfiguredPerSchemeAndServer() throws IOException {
        host.write("etc/apt/auth.conf.d/a.conf", "machine example.org/debian login u password p\n");
        AptConfiguration apt = withSettings("""
                Acquire::http::Proxy-Auto-Detect "/usr/bin/auto-apt-proxy";
                Acquire::http::Proxy "http://user:secret@proxy.example.org:3128/";
                Acquire::http::Timeout "7";
                Acquire::https::example.org { Verify-Peer "no"; CaInfo "/ca.pem"; SslCert "/c.pem"; Timeout "8"; };
                Acquire::https::SslKey "/k.pem";
                Acquire::https::Proxy::direct.example.org "DIRECT";
                Acquire::https::Proxy::socks.example.org "socks5h://proxy.example.org";
                """);
        assertThat(messages(apt)).singleElement().asString().contains("no program is run");
        HttpSettings https = apt.http("https://example.org/debian/");
        assertThat(https.verifiesServers()).isFalse();
        assertThat(https.authorities()).contains(host.root().resolve("ca.pem"));
        assertThat(https.clientCertificate()).contains(host.root().resolve("c.pem"));
        assertThat(https.clientKey()).contains(host.root().resolve("k.pem"));
        assertThat(https.timeout()).contains(Duration.ofSeconds(8));
        assertThat(https.username()).contains("u");
        assertThat(https.password()).contains("p");
        assertThat(https.proxyUsername()).contains("user");
        assertThat(apt.http("https://example.org/other/").username()).isEmpty();
        assertThat(apt.http("https://direct.example.org/").proxy()).isEmpty();
        assertThat(apt.http("file:/x/")).isEqualTo(HttpSettings.DEFAULT);
        HttpSettings http = apt.http("mirror+http://example.org/debian/list");
        assertThat(http.timeout()).contains(Duration.ofSeconds(7));
        assertThat(http.verifiesServers()).isTrue();
        assertThat(http.username()).isEmpty();
        assertThat(http.proxy().orElseThrow().getPort()).isEqualTo(3128);
        assertThatThrownBy(() -> apt.http("https://socks.example.org/"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("http://host:port or DIRECT");
    }

    @Test
    void theHostsCertificatesAreTrusted() throws IOException {
        assertThat(host.read().http("https://example.org/").authorities()).isEmpty();
        host.write("etc/ssl/certs/ca-certificates.crt", "x");
        assertThat(host.read().http("https://example.org/").authorities())
                .contains(host.root().resolve("etc/ssl/certs/ca-certificates.crt"));
    }

    @Test
    void keysAreThoseOfTheSourceOrTheDefault() throws IOException {
        Files.createDirectories(host.root().resolve("etc/apt/trusted.gpg.d"));
        String armored = Files.readString(KEYS.resolve("release.asc"));
        host.write("etc/apt/trusted.gpg.d/a.asc", armored)
                .write("etc/apt/trusted.gpg.d/b.gpg", armored)
                .write("etc/apt/trusted.gpg.d/c.asc", "")
                .write("etc/apt/trusted.gpg.d/d.txt", armored);
        String body = armored.replaceAll("(?s)^.*?BLOCK-----\\R+|\\R(?:=|-----END).*", "")
                .replaceAll("\\s", "");
        Files.write(host.root().resolve("k.gpg"), Base64.getDecoder().decode(body));
        List<SettingWarning> warnings = new ArrayList<>();
        AptConfiguration apt = withSources(LINE);
        assertThat(apt.keys(apt.sources().get(0), warnings::add).fingerprints()).hasSize(1);
        assertThat(warnings).singleElement().satisfies(warning -> assertThat(warning.file())
                .isEqualTo(host.root().resolve("etc/apt/trusted.gpg.d/b.gpg")));
        warnings.clear();
        apt = withSources(LINE.replace("deb ", "deb [signed-by=/k.gpg,/missing.gpg] "));
        assertThat(apt.keys(apt.sources().get(0), warnings::add).fingerprints()).hasSize(1);
        assertThat(warnings).singleElement().satisfies(warning -> assertThat(warning.message())
                .isEqualTo("its keys are ignored: no such file"));
        Files.delete(host.root().resolve("etc/apt/sources.list"));
        host.write(
                "etc/apt/sources.list.d/a.sources",
                "Types: deb\nURIs: http://example.org/\nSuites: ./\nSigned-By:\n"
                        + armored.strip().replaceAll("(?m)^$", ".").replaceAll("(?m)^", " ") + "\n");
        apt = host.read();
        assertThat(apt.warnings()).isEmpty();
        assertThat(apt.keys(apt.sources().get(0), warnings::add).fingerprints()).hasSize(1);
    }

    @Test
    void aDamagedKeyBlockMakesNoSignatureGood() throws IOException {
        host.write(
                "etc/apt/sources.list.d/a.sources",
                "Types: deb\nURIs: http://example.org/\nSuites: ./\nSigned-By:\n"
                        + " -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mDME\n -----END PGP PUBLIC KEY BLOCK-----\n");
        AptConfiguration apt = host.read();
        assertThat(messages(apt)).singleElement().asString().contains("no signature can be good");
        assertThat(apt.keys(apt.sources().get(0), warning -> {}).isEmpty()).isTrue();
        assertThat(apt.sources().get(0).signedBy()).isNotEmpty();
    }

    @Test
    void pathsAndLinksStayInTheRoot() throws IOException {
        Files.writeString(folder.resolve("outside"), LINE);
        host.write("srv/inside", LINE.replace("main", "inside"));
        Files.createSymbolicLink(host.root().resolve("etc/apt/sources.list"), Path.of("/srv/../../../srv/inside"));
        Files.createSymbolicLink(
                host.root().resolve("etc/apt/sources.list.d/a.list"),
                folder.resolve("outside").toAbsolutePath());
        Files.createSymbolicLink(
                host.root().resolve("etc/apt/sources.list.d/b.list"), Path.of("../../../../../outside"));
        Files.createSymbolicLink(host.root().resolve("etc/apt/sources.list.d/c.list"), Path.of("c.list"));
        assertThatThrownBy(() -> host.read())
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("links");
        Files.delete(host.root().resolve("etc/apt/sources.list.d/c.list"));
        AptConfiguration apt = host.read();
        assertThat(apt.sources()).singleElement().asString().contains("inside");
        assertThat(messages(apt)).hasSize(2).allMatch(message -> message.contains("not a regular file"));
        assertThat(withSettings("Dir::Etc::sourcelist \"../../../../outside\";").sources())
                .isEmpty();
    }

    @Test
    void localRepositoriesAndKeyringsBehindLinksAreThoseOfTheRoot() throws IOException {
        Path outside = folder.resolve("outside").toAbsolutePath();
        Files.createSymbolicLink(host.root().resolve("repository"), outside);
        Files.createSymbolicLink(host.root().resolve("ring.gpg"), Path.of("../../../../outside/ring.gpg"));
        AptConfiguration apt = withSources("deb [signed-by=/ring.gpg] file:/repository/debian trixie main\n");
        assertThat(apt.sources())
                .singleElement()
                .hasToString("deb file:" + host.root() + outside + "/debian/ trixie main");
        assertThat(apt.sources().get(0).signedBy())
                .containsExactly(new SignedBy.Keyring(host.root().resolve("outside/ring.gpg")));
    }

    @Test
    void aSuiteIsReadFromWhereTheDistributionIs() throws IOException {
        host.write("etc/os-release", "ID=debian\nVERSION_CODENAME=bookworm\n")
                .write("usr/share/keyrings/debian-archive-keyring.gpg", "");
        AptConfiguration apt = withSources("""
                deb [signed-by=/x.gpg] https://vendor.example.org/apt stable main
                deb [signed-by=/x.gpg] https://vendor.example.org/debian bookworm stable
                deb http://deb.example.org/debian bookworm main contrib
                deb http://deb.example.org/debian bookworm-updates main
                deb http://deb.example.org/debian-security bookworm-security main
                """);
        SignedBy keyring = new SignedBy.Keyring(host.root().resolve("usr/share/keyrings/debian-archive-keyring.gpg"));
        assertThat(apt.suites()).containsExactly("stable", "bookworm", "bookworm-updates", "bookworm-security");
        AptSource trixie = apt.suite("trixie").get(0);
        assertThat(trixie).hasToString("deb http://deb.example.org/debian/ trixie main contrib");
        assertThat(trixie.signedBy()).containsExactly(keyring);
        assertThat(apt.suite("stable").get(0).uri()).isEqualTo("http://deb.example.org/debian/");
        assertThat(apt.suite("bookworm-updates")).containsExactly(apt.sources().get(3));
        assertThat(apt.suite("trixie-security").get(0).uri()).endsWith("/debian-security/");
        assertThatIllegalArgumentException().isThrownBy(() -> apt.suite("../x"));
    }

    @Test
    void aSourceHasToMakeSense() {
        for (ThrowingCallable source : List.<ThrowingCallable>of(
                () -> AptSource.builder("ftp://example.org/", "sid"),
                () -> AptSource.builder("example.org", "sid"),
                () -> AptSource.builder("http://example.org/", ""),
                () -> AptSource.builder("http://example.org/", "a b"),
                () -> AptSource.builder("http://example.org/", "a/../b"),
                () -> AptSource.builder("http://example.org/", "sid").build(),
                () -> AptSource.builder("http://example.org/", "./")
                        .components("main")
                        .build(),
                () -> AptSource.builder("http://example.org/", "sid").components(".."),
                () -> AptSource.builder("http://example.org/", "sid").components("main/"),
                () -> AptSource.builder("http://example.org/", "sid").architectures("a/b"))) {
            assertThatIllegalArgumentException().isThrownBy(source);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new SignedBy.Keyring(Path.of("x")));
        assertThatIllegalArgumentException().isThrownBy(() -> new SignedBy.Fingerprint("abc", false));
        for (String scheme : List.of("http", "https", "mirror+http", "mirror+https")) {
            assertThat(AptSource.builder(scheme + "://example.org/", "./")
                            .build()
                            .isFlat())
                    .isTrue();
        }
        for (String scheme : List.of("file", "copy", "mirror+file")) {
            assertThat(AptSource.builder(scheme + ":/x", "./").build().isFlat()).isTrue();
        }
    }
}
