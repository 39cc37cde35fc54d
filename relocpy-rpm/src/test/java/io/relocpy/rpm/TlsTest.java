package io.relocpy.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that wants a client certificate, with certificates of its own authority. */
class TlsTest {
    @TempDir
    Path temp;

    private HttpsServer server;
    private Path folder;
    private SSLContext context;
    private HttpsServer other;
    private TestServer plain;
    private final AtomicReference<String> shown = new AtomicReference<>("nothing was asked for");
    private @Nullable String redirect;
    private Path certificateFile;
    private Path keyFile;
    private PrivateKey key;

    @BeforeEach
    void serve() throws Exception {
        folder = Files.createDirectory(temp.resolve("repo"));
        new RepositoryBuilder(folder).add("one", new byte[] {1}).write();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        key = pair.getPrivate();
        X509Certificate certificate = selfSigned(pair);
        certificateFile = pem("cert.pem", "CERTIFICATE", certificate.getEncoded());
        keyFile = pem("key.pem", "PRIVATE KEY", key.getEncoded());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", key, new char[0], new Certificate[] {certificate});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("client", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
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
        other = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setWantClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
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

    private Path pem(String name, String type, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                temp.resolve(name), "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
    }

    private static X509Certificate selfSigned(KeyPair pair) throws Exception {
        X500Name name = new X500Name("CN=localhost");
        AlgorithmIdentifier algorithm =
                new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(BigInteger.ONE));
        generator.setIssuer(name);
        generator.setSubject(name);
        generator.setSignature(algorithm);
        generator.setStartDate(new Time(Date.from(Instant.now().minusSeconds(60))));
        generator.setEndDate(new Time(Date.from(Instant.now().plus(Duration.ofDays(1)))));
        generator.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
        generator.setExtensions(extensions.generate());
        TBSCertificate body = generator.generateTBSCertificate();
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(pair.getPrivate());
        signature.update(body.getEncoded());
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(body);
        parts.add(algorithm);
        parts.add(new DERBitString(signature.sign()));
        Path none = Files.createTempFile("cert", ".der");
        try {
            Files.write(none, new DERSequence(parts).getEncoded());
            return (X509Certificate) PemFiles.certificates(none).get(0);
        } finally {
            Files.delete(none);
        }
    }

    private RepositoryConfig config(HttpSettings settings) {
        return RepositoryConfig.builder("tls")
                .baseUrl(URI.create("https://localhost:" + server.getAddress().getPort() + "/"))
                .http(settings)
                .build();
    }

    private Repository load(RepositoryConfig config) throws IOException {
        return RepositoryClient.builder().cache(temp.resolve("cache")).build().load(config);
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
    void mirrorsLeadFromHttpsToHttpOnlyWhereChecksumsCameByHttps() throws IOException {
        Files.writeString(folder.resolve("mirrors"), plain.url() + "\n");
        byte[] repomd = Files.readAllBytes(folder.resolve("repodata/repomd.xml"));
        Files.writeString(
                folder.resolve("metalink"),
                MirrorsTest.metalink(repomd, repomd, plain.url().toString()));
        RepositoryConfig list = RepositoryConfig.builder("list")
                .mirrorList(URI.create(url(server) + "mirrors"))
                .http(ours())
                .build();
        assertThatThrownBy(() -> load(list)).hasMessageContaining("no place to get it from");
        assertThat(plain.requests()).isEmpty();
        RepositoryConfig metalink = RepositoryConfig.builder("metalink")
                .metalink(URI.create(url(server) + "metalink"))
                .http(ours())
                .build();
        assertThat(load(metalink).packages()).hasSize(1);
        assertThat(plain.requests()).isNotEmpty();
    }

    @Test
    void certificatesThatAreNoneAreNamed() throws IOException {
        Path empty = Files.writeString(temp.resolve("empty.pem"), "");
        Path key = Files.writeString(
                temp.resolve("short.pem"), "-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(() -> load(config(HttpSettings.DEFAULT.withAuthorities(empty))))
                .isInstanceOf(RpmFormatException.class)
                .hasMessageContaining("empty.pem: expected PEM certificates");
        assertThatThrownBy(() -> load(config(HttpSettings.DEFAULT.withClientCertificate(certificateFile, key))))
                .isInstanceOf(RpmFormatException.class)
                .hasMessageContaining("short.pem");
    }

    @Test
    void readsKeysInTheOlderForm() throws IOException {
        byte[] pkcs1 =
                PrivateKeyInfo.getInstance(key.getEncoded()).getPrivateKey().getOctets();
        Path older = pem("rsa.pem", "RSA PRIVATE KEY", pkcs1);
        assertThat(load(config(HttpSettings.DEFAULT
                                .withAuthorities(certificateFile)
                                .withClientCertificate(certificateFile, older)))
                        .packages())
                .hasSize(1);
    }

    @Test
    void failsWithoutAClientCertificate() {
        assertThatThrownBy(() -> load(config(HttpSettings.DEFAULT.withAuthorities(certificateFile))))
                .isInstanceOf(TransferException.class);
    }

    @Test
    void failsForAServerOfAnUnknownAuthorityUnlessToldNotToCare() throws IOException {
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
                .isInstanceOf(RpmFormatException.class)
                .hasMessageContaining("cert.pem: expected a PEM private key");
    }
}
