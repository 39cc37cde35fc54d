package io.relocpy.deb.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsServer;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.testing.TestIdentity;
import io.relocpy.repository.testing.TestIdentity.ClientAuthentication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list of two mirrors, of which only one is to be trusted without a known certificate. */
class MirrorTlsTest {
    private static final TestIdentity OWN = TestIdentity.of("localhost");
    private static final HttpSettings LOGIN = HttpSettings.DEFAULT.withPassword("user", "secret");

    @TempDir
    Path folder;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private HttpsServer unverified;
    private HttpsServer verified;

    @BeforeEach
    void start() throws IOException {
        unverified = serve("unverified");
        verified = serve("verified");
    }

    @AfterEach
    void stop() {
        unverified.stop(0);
        verified.stop(0);
    }

    private HttpsServer serve(String name) throws IOException {
        HttpsServer server = OWN.server(ClientAuthentication.NONE, OWN.certificate());
        server.createContext("/", exchange -> {
            try (exchange) {
                seen.add(name + " " + exchange.getRequestHeaders().getFirst("Authorization"));
                exchange.sendResponseHeaders(404, -1);
            }
        });
        server.start();
        return server;
    }

    @Test
    void turningOffVerificationForOneDoesNotExposeTheLoginOfTheOther() throws IOException {
        Path list = Files.writeString(
                folder.resolve("list"),
                "https://localhost:" + unverified.getAddress().getPort() + "/\tpriority:1\nhttps://localhost:"
                        + verified.getAddress().getPort() + "/\tpriority:2\n");
        AptSource source = AptSource.builder("mirror+file:" + list, "trixie")
                .components("main")
                .build();
        RepositoryClient client = RepositoryClient.builder()
                .cacheDirectory(folder.resolve("cache"))
                .http(uri -> uri.getPort() == unverified.getAddress().getPort()
                        ? HttpSettings.DEFAULT.withoutVerification()
                        : LOGIN)
                .build();

        assertThatThrownBy(() -> client.load(List.of(source)))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("the server's certificate is not trusted");

        assertThat(seen).containsOnly("unverified null").isNotEmpty();
    }
}
