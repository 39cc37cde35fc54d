package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.relocpy.testing.HostTools;
import io.relocpy.testing.HostTools.Result;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line and a repository of signed packages, on a server that asks for a client certificate. */
class PrivateRepositoryIT {
    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpsServer server;
    private Path repository;
    private String url = "";

    @BeforeEach
    void serve() throws Exception {
        HostTools.require("openssl", "createrepo_c", "gpg", "rpm", "rpmsign", "rpmbuild", "bash");
        // an authority of its own, with a certificate for the server and one for the client
        shell("""
                openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=authority' -keyout ca.key -out ca.pem
                for name in localhost client; do
                    openssl req -newkey rsa:2048 -nodes -subj "/CN=$name" -keyout $name.key -out $name.csr
                    printf 'subjectAltName=DNS:%s\\n' $name > $name.ext
                    openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 \\
                        -extfile $name.ext -out $name.pem
                done
                openssl pkcs12 -export -in localhost.pem -inkey localhost.key -passout pass:changeit -out server.p12
                """);
        // two keys, and a package that the first of them signed
        shell("""
                export GNUPGHOME=$PWD/gnupg
                mkdir -m 700 gnupg repo
                for name in packager stranger; do
                    gpg --batch --passphrase '' --quick-generate-key $name@example.com rsa2048 sign 2d
                    gpg --armor --export $name@example.com > $name.asc
                done
                cat > hello.spec <<'SPEC'
                Name: hello
                Version: 1
                Release: 1
                Summary: A package that says it is python3, which every bundle asks for
                Provides: python3
                License: MIT
                BuildArch: noarch
                %description
                A package.
                %install
                mkdir -p %{buildroot}/usr/share
                echo hello > %{buildroot}/usr/share/hello
                %files
                /usr/share/hello
                SPEC
                rpmbuild -bb --quiet --define "_topdir $PWD/build" --define "_rpmdir $PWD/repo" hello.spec
                rpmsign --define "__gpg $(command -v gpg)" --define '_gpg_name packager@example.com' --define "_gpg_path $PWD/gnupg" --addsign repo/*/*.rpm
                createrepo_c -q repo
                gpgconf --kill all
                """);
        repository = folder.resolve("repo");
        SSLContext context = SSLContext.getInstance("TLS");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("server.p12"))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(folder.resolve("ca.pem"))) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
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
                Path file =
                        repository.resolve(exchange.getRequestURI().getPath().substring(1));
                if (Files.isRegularFile(file)) {
                    exchange.sendResponseHeaders(200, Files.size(file));
                    Files.copy(file, exchange.getResponseBody());
                } else {
                    exchange.sendResponseHeaders(404, -1);
                }
            }
        });
        server.setExecutor(threads);
        server.start();
        url = "https://localhost:" + server.getAddress().getPort() + "/";
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
        threads.shutdownNow();
    }

    @Test
    void certificatesAndKeysOnTheCommandLineLeadToThePackages() {
        Result resolved = relocpy("resolve", certificates("hello"));

        assertThat(resolved.orFail().stdout()).isEqualTo("hello-1-1.noarch\n");
        assertThat(resolved.stderr()).isEmpty();
    }

    @Test
    void aServerIsNotBelievedNorEnteredWithoutThem() {
        Result unknown = relocpy("resolve", List.of("hello"));
        Result nobody = relocpy("resolve", List.of("--sslcacert", file("ca.pem"), "hello"));
        Result half = relocpy("resolve", List.of("--sslclientcert", file("client.pem"), "hello"));

        assertThat(unknown.exitStatus()).isEqualTo(1);
        assertThat(unknown.stderr())
                .startsWith("relocpy: ")
                .contains(url, "TLS: the server's certificate is not trusted");
        assertThat(nobody.exitStatus()).isEqualTo(1);
        assertThat(nobody.stderr()).startsWith("relocpy: ").contains(url);
        assertThat(half.exitStatus()).isEqualTo(1);
        assertThat(half.stderr()).isEqualTo("relocpy: --sslclientcert and --sslclientkey must be used together\n");
        assertThat(List.of(unknown, nobody, half))
                .allSatisfy(result -> assertThat(result.stderr()).doesNotContain("\tat "));
    }

    @Test
    void packagesMustBeSignedByOneOfTheKeys() {
        List<String> wrong = new ArrayList<>(List.of("--gpgkey", file("stranger.asc")));
        wrong.addAll(certificates("-o", file("never.tar"), "hello"));
        List<String> right =
                new ArrayList<>(List.of("--gpgkey", file("stranger.asc"), "--gpgkey", file("packager.asc")));
        right.addAll(certificates("-o", file("never.tar"), "hello"));

        Result refused = relocpy("build", wrong);
        Result accepted = relocpy("build", right);

        assertThat(refused.exitStatus()).isEqualTo(1);
        assertThat(refused.stderr()).contains("hello-1-1.noarch").containsIgnoringCase("sign");
        // the signature does; it is the interpreter that this closure lacks
        assertThat(accepted.exitStatus()).isEqualTo(1);
        assertThat(accepted.stderr()).doesNotContainIgnoringCase("signature");
        assertThat(Path.of(file("never.tar"))).doesNotExist();
    }

    @Test
    void keysAndCertificatesOnTheCommandLineCountForRepoFilesToo() throws IOException {
        Path file = Files.writeString(folder.resolve("private.repo"), "[private]\nbaseurl=" + url + "\ngpgcheck=0\n");
        List<String> options = ToolProcess.command("build", "--repofile", file.toString(), "--cachedir", file("cache"));
        options.addAll(certificates("--gpgkey", file("stranger.asc"), "-q", "-o", file("never.tar"), "hello"));

        Result refused = HostTools.run(options, Map.of());

        assertThat(refused.exitStatus()).isEqualTo(1);
        assertThat(refused.stderr()).contains("hello-1-1.noarch").containsIgnoringCase("sign");
    }

    private List<String> certificates(String... more) {
        List<String> options = new ArrayList<>(List.of(
                "--sslcacert",
                file("ca.pem"),
                "--sslclientcert",
                file("client.pem"),
                "--sslclientkey",
                file("client.key")));
        options.addAll(List.of(more));
        return options;
    }

    private Result relocpy(String command, List<String> options) {
        List<String> all = ToolProcess.command(command, "--repo", url, "--cachedir", file("cache"));
        all.addAll(options);
        return HostTools.run(all, Map.of());
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void shell(String script) {
        HostTools.run(new ProcessBuilder("bash", "-euc", script).directory(folder.toFile()))
                .orFail();
    }
}
