package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.internal.download.PemFiles;
import io.relocpy.repository.testing.TestIdentity;
import io.relocpy.repository.testing.TestIdentity.ClientAuthentication;
import io.relocpy.repository.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that requires a client certificate, with certificates of its own authority. */
class TlsTest {
    /** Such a key takes long to make; the others are of elliptic curves. */
    private static final TestIdentity OWN =
            TestIdentity.of("localhost", "RSA", Instant.now().minusSeconds(60), null);

    @TempDir
    Path temp;

    private HttpsServer server;
    private Path folder;
    private HttpsServer other;
    private TestServer plain;
    private final AtomicReference<String> shown = new AtomicReference<>("nothing was asked for");
    private @Nullable String redirect;
    private Path certificateFile;
    private Path keyFile;

    @BeforeEach
    void serve() throws Exception {
        folder = Files.createDirectory(temp.resolve("repo"));
        new RepositoryBuilder(folder).add("one", new byte[] {1}).write();
        certificateFile = file("cert.pem", OWN.certificatePem());
        keyFile = file("key.pem", OWN.keyPem());
        server = OWN.server(ClientAuthentication.NEEDED, OWN.certificate());
        server.createContext("/", exchange -> {
            try (exchange) {
                if (exchange.getRequestURI().getPath().startsWith("/Packages/") && redirect != null) {
                    exchange.getResponseHeaders().set("Location", redirect);
                    exchange.sendResponseHeaders(302, -1);
                    return;
                }
                byte[] content = Files.readAllBytes(
                        folder.resolve(exchange.getRequestURI().getPath().substring(1)));
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            }
        });
        server.start();
        other = OWN.server(ClientAuthentication.WANTED, OWN.certificate());
        other.createContext("/", exchange -> {
            try (exchange) {
                try {
                    shown.set(((HttpsExchange) exchange)
                            .getSSLSession()
                            .getPeerPrincipal()
                            .getName());
                } catch (SSLPeerUnverifiedException e) {
                    shown.set("no certificate");
                }
                byte[] content = Files.readAllBytes(
                        folder.resolve(exchange.getRequestURI().getPath().substring(1)));
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            }
        });
        other.start();
        plain = new TestServer(folder);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        other.stop(0);
        plain.close();
    }

    private Path file(String name, String... parts) throws IOException {
        return Files.writeString(temp.resolve(name), String.join("", parts));
    }

    private RepositoryConfig config(HttpSettings settings) {
        return RepositoryConfig.builder("tls")
                .baseUrl(URI.create("https://localhost:" + server.getAddress().getPort() + "/"))
                .http(settings)
                .build();
    }

    private Repository load(RepositoryConfig config) throws IOException {
        return RepositoryClient.builder()
                .cacheDirectory(temp.resolve("cache"))
                .refresh(true)
                .build()
                .load(config);
    }

    @Test
    void showsTheClientsCertificateToAServerOfAKnownAuthority() throws IOException {
        assertThat(load(config(HttpSettings.DEFAULT
                                .withAuthorities(certificateFile)
                                .withClientCertificate(certificateFile, keyFile)))
                        .packages())
                .hasSize(1);
    }

    private HttpSettings ours() {
        return HttpSettings.DEFAULT.withAuthorities(certificateFile).withClientCertificate(certificateFile, keyFile);
    }

    private static String url(HttpsServer of) {
        return "https://localhost:" + of.getAddress().getPort() + "/";
    }

    @Test
    void showsTheClientsCertificateToNoOtherServer() throws IOException {
        Repository repository = load(config(ours()));
        redirect = url(other) + "Packages/one-1.0-1.noarch.rpm";
        assertThat(repository.fetch(repository.packages().get(0)))
                .hasSameBinaryContentAs(folder.resolve("Packages/one-1.0-1.noarch.rpm"));
        assertThat(shown).hasValue("no certificate");
        RepositoryConfig both = RepositoryConfig.builder("both")
                .baseUrl(URI.create(url(other)))
                .baseUrl(URI.create(url(server)))
                .http(ours())
                .build();
        assertThat(load(both).packages()).hasSize(1);
        assertThat(shown).hasValue("CN=localhost");
    }

    @Test
    void redirectsDoNotLeadFromHttpsToHttp() throws IOException {
        Repository repository = load(config(ours()));
        redirect = plain.url() + "Packages/one-1.0-1.noarch.rpm";
        assertThatThrownBy(() -> repository.fetch(repository.packages().get(0)))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("answered 302");
        assertThat(plain.requests()).isEmpty();
    }

    @Test
    void mirrorsMayUseHttpOnlyIfChecksumsCameByHttps() throws IOException {
        Files.writeString(folder.resolve("mirrors"), plain.url() + "\n");
        byte[] repomd = Files.readAllBytes(folder.resolve("repodata/repomd.xml"));
        Files.writeString(
                folder.resolve("metalink"),
                MirrorsTest.metalink(repomd, repomd, plain.url().toString()));
        RepositoryConfig list = RepositoryConfig.builder("list")
                .mirrorList(URI.create(url(server) + "mirrors"))
                .http(ours())
                .build();
        assertThatThrownBy(() -> load(list)).hasMessageContaining("no usable URL");
        assertThat(plain.requests()).isEmpty();
        RepositoryConfig metalink = RepositoryConfig.builder("metalink")
                .metalink(URI.create(url(server) + "metalink"))
                .http(ours())
                .build();
        assertThat(load(metalink).packages()).hasSize(1);
        assertThat(plain.requests()).isNotEmpty();
    }

    @Test
    void invalidCertificatesAreNamed() throws IOException {
        Path empty = Files.writeString(temp.resolve("empty.pem"), "");
        Path key = Files.writeString(
                temp.resolve("short.pem"), "-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(() -> load(config(HttpSettings.DEFAULT.withAuthorities(empty))))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("empty.pem: expected PEM certificates");
        assertThatThrownBy(() -> load(config(HttpSettings.DEFAULT.withClientCertificate(certificateFile, key))))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("short.pem");
    }

    private void assertTaken(Path certificates, Path key) throws IOException {
        assertThat(load(config(HttpSettings.DEFAULT
                                .withAuthorities(certificateFile)
                                .withClientCertificate(certificates, key)))
                        .packages())
                .hasSize(1);
    }

    /** As written by OpenSSL, with the curve in the key. */
    private static String olderForm(TestIdentity of) throws IOException {
        ASN1Encodable key = of.keys().getPrivate() instanceof ECPrivateKey curve
                ? new org.bouncycastle.asn1.sec.ECPrivateKey(256, curve.getS(), X9ObjectIdentifiers.prime256v1)
                : PrivateKeyInfo.getInstance(of.keys().getPrivate().getEncoded())
                        .parsePrivateKey();
        return TestIdentity.pem(
                of.keys().getPrivate().getAlgorithm() + " PRIVATE KEY",
                key.toASN1Primitive().getEncoded());
    }

    @Test
    void readsKeysInOlderFormats() throws IOException {
        assertTaken(certificateFile, file("rsa.pem", olderForm(OWN)));
    }

    @Test
    void readsOnlyTheRequestedBlocks() throws IOException {
        String entitlement = TestIdentity.pem("ENTITLEMENT DATA", new byte[] {'x', 1, 2})
                + TestIdentity.pem("RSA SIGNATURE", new byte[256]);
        TestIdentity stranger = TestIdentity.of("stranger");
        String text = "Certificate:\n    Data:\n        Version: 3 (0x2)\r\n";
        for (Path both : List.of(
                file("entitlement.pem", OWN.certificatePem(), entitlement, OWN.keyPem()),
                file(
                        "key-first.pem",
                        text,
                        OWN.keyPem(),
                        entitlement,
                        OWN.certificatePem().replace("\n", "\r\n")),
                file("mark.pem", "\ufeff", OWN.certificatePem(), OWN.keyPem()),
                file(
                        "trusted.pem", // openssl x509 -trustout
                        OWN.certificatePem().replace("CERTIFICATE", "TRUSTED CERTIFICATE"),
                        OWN.keyPem()),
                file("several.pem", stranger.certificatePem(), olderForm(OWN), OWN.certificatePem()))) {
            assertTaken(both, both);
        }
    }

    @Test
    void ordersTheChainFromTheKeysCertificateOn() throws IOException {
        TestIdentity middle = TestIdentity.of("middle", "EC", Instant.now().minusSeconds(60), OWN);
        TestIdentity leaf = TestIdentity.of("leaf", "EC", Instant.now().minusSeconds(60), middle);
        TestIdentity stranger = TestIdentity.of("stranger");
        Path chain = file(
                "chain.pem", stranger.certificatePem(), middle.certificatePem(), leaf.certificatePem(), "remark\n");
        assertThat(PemFiles.chain(chain, leaf.keys().getPrivate()))
                .containsExactly(leaf.certificate(), middle.certificate());
        assertTaken(
                chain,
                file(
                        "leaf.key",
                        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n" + "-----END EC PARAMETERS-----\n",
                        olderForm(leaf)));
        assertThatThrownBy(() -> assertTaken(chain, keyFile))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("chain.pem: expected the certificate of the client key, found only others");
    }

    @Test
    void saysThatAKeyIsEncrypted() throws IOException {
        for (String key : List.of(
                TestIdentity.pem("ENCRYPTED PRIVATE KEY", new byte[9]),
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n"
                        + "-----END RSA PRIVATE KEY-----\n")) {
            assertThatThrownBy(() -> assertTaken(certificateFile, file("locked.pem", key)))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("a PEM private key that is not encrypted, found an encrypted one");
        }
    }

    @Test
    void namesFilesThatDoNotExist() {
        Path missing = temp.resolve("missing.pem");
        assertThatThrownBy(() -> load(config(HttpSettings.DEFAULT.withAuthorities(missing))))
                .isInstanceOf(TransferException.class)
                .hasMessage("repository tls: certificate authorities " + missing + ": no such file");
        assertThatThrownBy(() -> assertTaken(missing, keyFile))
                .hasMessage("repository tls: client certificate " + missing + ": no such file");
        assertThatThrownBy(() -> assertTaken(certificateFile, missing))
                .hasMessage("repository tls: client key " + missing + ": no such file");
    }

    @Test
    void failsWithoutAClientCertificate() {
        assertThatThrownBy(() -> load(config(HttpSettings.DEFAULT.withAuthorities(certificateFile))))
                .isInstanceOf(TransferException.class);
    }

    @Test
    void failsForAServerOfAnUnknownAuthorityUnlessVerificationIsOff() throws IOException {
        HttpSettings settings = HttpSettings.DEFAULT.withClientCertificate(certificateFile, keyFile);
        assertThatThrownBy(() -> load(config(settings)))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("TLS: the server's certificate is not trusted");
        assertThat(load(config(settings.withoutVerification())).packages()).hasSize(1);
    }

    @Test
    void namesTheFileThatHoldsNoKey() {
        assertThatThrownBy(() ->
                        load(config(HttpSettings.DEFAULT.withClientCertificate(certificateFile, certificateFile))))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("cert.pem: expected a PEM private key");
    }
}
