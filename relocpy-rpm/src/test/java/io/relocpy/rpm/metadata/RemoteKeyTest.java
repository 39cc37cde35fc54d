package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsServer;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.testing.TestIdentity;
import io.relocpy.repository.testing.TestIdentity.ClientAuthentication;
import io.relocpy.repository.testing.TestKeys;
import io.relocpy.repository.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gpgkey=https://…}: a server with its own authority, which requires a client certificate. */
class RemoteKeyTest {
    @TempDir
    Path temp;

    private Path folder;
    private HttpsServer server;
    private TestServer plain;
    private HttpSettings ours;
    private @Nullable String redirect;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @BeforeEach
    void serve() throws Exception {
        folder = Files.createDirectory(temp.resolve("repo"));
        new RepositoryBuilder(folder).add("one", new byte[] {1}).write();
        signAs("release");
        TestIdentity own = TestIdentity.of("localhost");
        Path certificate = Files.writeString(temp.resolve("cert.pem"), own.certificatePem());
        Path key = Files.writeString(temp.resolve("key.pem"), own.keyPem());
        ours = HttpSettings.DEFAULT.withAuthorities(certificate).withClientCertificate(certificate, key);
        server = own.server(ClientAuthentication.NEEDED, own.certificate());
        server.createContext("/", exchange -> {
            try (exchange) {
                String path = exchange.getRequestURI().getPath().substring(1);
                asked.add(path);
                if (path.equals("key.asc") && redirect != null) {
                    exchange.getResponseHeaders().set("Location", redirect);
                    exchange.sendResponseHeaders(302, -1);
                    return;
                }
                if (!Files.exists(folder.resolve(path))) {
                    exchange.sendResponseHeaders(404, -1);
                    return;
                }
                byte[] content = Files.readAllBytes(folder.resolve(path));
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            }
        });
        server.start();
        plain = new TestServer(folder);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        plain.close();
    }

    private void signAs(String name) throws IOException {
        byte[] repomd = Files.readAllBytes(folder.resolve("repodata/repomd.xml"));
        Files.write(
                folder.resolve("repodata/repomd.xml.asc"),
                TestKeys.signing(name).sign(repomd));
        Files.write(
                folder.resolve("key.asc"),
                Files.readAllBytes(Path.of(
                        "../relocpy-repository/src/test/resources/io/relocpy/repository/keys/" + name + ".asc")));
    }

    private String secure() {
        return "https://localhost:" + server.getAddress().getPort() + "/";
    }

    private RepositoryConfig config(String key, HttpSettings http) {
        return RepositoryConfig.builder("remote")
                .baseUrl(URI.create(secure()))
                .repoGpgCheck(true)
                .gpgKey(URI.create(key))
                .http(http)
                .build();
    }

    private Repository load(RepositoryConfig config, UnaryOperator<RepositoryClient.Builder> how) throws IOException {
        return how.apply(RepositoryClient.builder().cacheDirectory(temp.resolve("cache")))
                .build()
                .load(config);
    }

    private Repository load(String key, HttpSettings http) throws IOException {
        return load(config(key, http), client -> client);
    }

    @Test
    void comesOverVerifiedHttpsAndIsKeptAsLongAsTheMetadata() throws IOException {
        String key = secure() + "key.asc";
        assertThat(load(key, ours).keyFingerprints())
                .isEqualTo(TestKeys.keys("release").fingerprints());
        assertThat(load(key, ours).packages()).hasSize(1);
        assertThat(load(config(key, ours), client -> client.offline(true)).packages())
                .hasSize(1);
        signAs("other"); // a new key comes with new metadata
        assertThat(load(config(key, ours), client -> client.refresh(true)).keyFingerprints())
                .isEqualTo(TestKeys.keys("other").fingerprints());
        RepositoryConfig expired =
                config(key, ours).toBuilder().metadataExpire(Duration.ZERO).build();
        signAs("release");
        assertThat(load(expired, client -> client).keyFingerprints())
                .isEqualTo(TestKeys.keys("release").fingerprints());
    }

    @Test
    void isReadFromARepoFile() throws IOException {
        Path file = Files.writeString(
                temp.resolve("x.repo"),
                "[x]\nbaseurl=%s\nrepo_gpgcheck=1\ngpgcheck=0\ngpgkey=%skey.asc\nsslcacert=%s\nsslclientcert=%s\nsslclientkey=%s\n"
                        .formatted(
                                secure(),
                                secure(),
                                ours.authorities().orElseThrow(),
                                ours.clientCertificate().orElseThrow(),
                                ours.clientKey().orElseThrow()));
        assertThat(load(RepoFiles.read(file, Map.of()).get(0), client -> client).packages())
                .hasSize(1);
    }

    @Test
    void servesALocalRepositoryToo() throws IOException {
        RepositoryConfig config = RepositoryConfig.ofDirectory(folder).toBuilder()
                .repoGpgCheck(true)
                .gpgKey(URI.create(secure() + "key.asc"))
                .http(ours)
                .build();
        assertThatThrownBy(() -> load(config, client -> client.offline(true)))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("not available offline");
        assertThat(load(config.toBuilder().baseUrl(URI.create(secure())).build(), client -> client)
                        .packages())
                .hasSize(1);
    }

    @Test
    void whatAnybodyCouldHaveChangedIsRefused() {
        assertThatThrownBy(() -> load(plain.url() + "key.asc?token=s3cret", ours))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("key.asc?… uses http, so anyone on the network path could change it");
        assertThat(plain.requests()).isEmpty();
        assertThatThrownBy(() -> load(secure() + "key.asc", ours.withoutVerification()))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("uses https with sslverify=0");
        redirect = plain.url() + "key.asc";
        assertThatThrownBy(() -> load(secure() + "key.asc", ours))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("refusing to follow the redirect from https to");
        assertThat(plain.requests()).isEmpty();
        assertThat(asked).containsOnly("key.asc");
    }

    @Test
    void serversOfUnknownAuthoritiesAreRefused() throws IOException {
        HttpSettings strangers = ours.withAuthorities(Files.writeString(
                temp.resolve("stranger.pem"), TestIdentity.of("localhost").certificatePem()));
        assertThatThrownBy(() -> load(secure() + "key.asc", strangers))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("key.asc")
                .hasMessageContaining("the server's certificate is not trusted");
    }

    @Test
    void anInvalidKeyIsNamedAndNotStored() throws IOException {
        byte[] key = Files.readAllBytes(folder.resolve("key.asc"));
        Files.writeString(folder.resolve("key.asc"), "<html>Sign in</html>");
        assertThatThrownBy(() -> load(secure() + "key.asc", ours))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(secure() + "key.asc");
        Files.write(folder.resolve("key.asc"), key);
        assertThat(load(secure() + "key.asc", ours).packages()).hasSize(1);
        assertThatThrownBy(() -> load(secure() + "none.asc", ours)).hasMessageContaining("no such file");
    }

    @Test
    void aCacheThatMayComeFromElsewhereSaysOnlyOfflineWhichKeyIsTrusted() throws IOException {
        RepositoryConfig config = config(secure() + "key.asc", ours);
        load(config, client -> client);
        try (Stream<Path> files = Files.walk(temp.resolve("cache"))) {
            for (Path kept : files.filter(file -> file.getFileName().toString().startsWith("key-"))
                    .toList()) {
                Files.copy(
                        Path.of("../relocpy-repository/src/test/resources/io/relocpy/repository/keys/other.asc"),
                        kept,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        assertThatThrownBy(() -> load(config, client -> client.offline(true)))
                .isInstanceOf(VerificationException.class);
        assertThat(load(config, client -> client).keyFingerprints())
                .isEqualTo(TestKeys.keys("release").fingerprints());
        assertThat(asked.stream().filter("key.asc"::equals)).hasSize(2);
    }
}
