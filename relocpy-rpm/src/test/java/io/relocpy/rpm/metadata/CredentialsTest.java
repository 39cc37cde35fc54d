package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.testing.TestIdentity;
import io.relocpy.repository.testing.TestIdentity.ClientAuthentication;
import io.relocpy.repository.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sends what dnf 4.14 sends to the same servers: preemptively, over http and https. */
class CredentialsTest {
    @TempDir
    Path temp;

    private Path folder;
    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void makeRepository() throws IOException {
        folder = Files.createDirectory(temp.resolve("repo"));
        new RepositoryBuilder(folder).add("one", new byte[] {1}).write();
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    private static String credentials(HttpExchange exchange, String header) {
        String value = exchange.getRequestHeaders().getFirst(header);
        return value == null
                ? "nothing"
                : new String(Base64.getDecoder().decode(value.replaceFirst("^Basic ", "")), StandardCharsets.UTF_8);
    }

    private String start(HttpServer server, String name, UnaryOperator<String> redirect) {
        server.createContext("/", exchange -> {
            try (exchange) {
                told.add(name + " " + credentials(exchange, "Authorization"));
                if (exchange.getRequestHeaders().containsKey("Proxy-Authorization")) {
                    told.add(name + " as proxy " + credentials(exchange, "Proxy-Authorization"));
                }
                String path = exchange.getRequestURI().getPath();
                String location = redirect.apply(path);
                if (!location.isEmpty()) {
                    exchange.getResponseHeaders().set("Location", location);
                    exchange.sendResponseHeaders(302, -1);
                    return;
                }
                byte[] content = Files.readAllBytes(folder.resolve(path.substring(1)));
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            }
        });
        server.start();
        servers.add(server);
        return "localhost:" + server.getAddress().getPort() + "/";
    }

    private String start(String name) throws IOException {
        return start(name, path -> "");
    }

    private String start(String name, UnaryOperator<String> redirect) throws IOException {
        return start(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), name, redirect);
    }

    private void load(RepositoryConfig.Builder config) throws IOException {
        assertThat(RepositoryClient.builder()
                        .cacheDirectory(temp.resolve("cache"))
                        .refresh(true)
                        .build()
                        .load(config.build())
                        .packages())
                .hasSize(1);
    }

    private static RepositoryConfig.Builder at(String url) {
        return RepositoryConfig.builder("x").baseUrl(URI.create(url));
    }

    private static RepositoryConfig.Builder withPassword(RepositoryConfig.Builder config) {
        return config.http(HttpSettings.DEFAULT.withPassword("un", "pw:ä"));
    }

    @Test
    void areSentPreemptively() throws IOException {
        String server = start("a");
        load(at("http://" + server));
        assertThat(told).containsOnly("a nothing");
        told.clear();
        load(at("http://us%65r:p%40%20w@" + server));
        assertThat(told).containsOnly("a user:p@ w");
        told.clear();
        load(at("http://user@" + server));
        assertThat(told).containsOnly("a user:");
        told.clear();
        load(withPassword(at("http://user:other@" + server)));
        assertThat(told).containsOnly("a un:pw:ä");
    }

    @Test
    void areSentByHttpsToo() throws IOException {
        TestIdentity identity = TestIdentity.of("localhost");
        HttpsServer https = identity.server(ClientAuthentication.NONE, identity.certificate());
        String server = start(https, "tls", path -> "");
        Path authority = Files.writeString(temp.resolve("ca.pem"), identity.certificatePem());
        load(at("https://user:pw@" + server).http(HttpSettings.DEFAULT.withAuthorities(authority)));
        assertThat(told).containsOnly("tls user:pw");
    }

    @Test
    void followRedirectsOnTheSameServerAlone() throws IOException {
        String other = start("other");
        String away = start("away", path -> "http://" + other + path.substring(1));
        String around = start("around", path -> path.startsWith("/r/") ? path.substring(2) : "");
        load(at("http://user:pw@" + away));
        assertThat(told).containsOnly("away user:pw", "other nothing");
        told.clear();
        load(withPassword(at("http://" + away)));
        assertThat(told).containsOnly("away un:pw:ä", "other nothing");
        told.clear();
        load(at("http://user:pw@" + around + "r/"));
        assertThat(told).containsOnly("around user:pw");
    }

    @Test
    void doNotGoToMirrorsThatHaveTheirOwn() throws IOException {
        String plain = start("plain");
        String own = start("own");
        String list = start("list");
        Files.writeString(folder.resolve("mirrors"), "http://" + plain + "none\nhttp://mirror:own@" + own + "\n");
        load(withPassword(RepositoryConfig.builder("x").mirrorList(URI.create("http://" + list + "mirrors"))));
        assertThat(told).containsOnly("list un:pw:ä", "plain nothing", "own mirror:own");
    }

    @Test
    void areSentToTheConfiguredProxy() throws IOException {
        String proxy = start("proxy");
        URI url = URI.create("http://p%40x:q@" + proxy);
        load(at("http://user:pw@repository.invalid/").http(HttpSettings.DEFAULT.withProxy(url)));
        assertThat(told).containsOnly("proxy user:pw", "proxy as proxy p@x:q");
        told.clear();
        load(at("http://repository.invalid/").http(HttpSettings.DEFAULT.withProxy(url, "named", "r")));
        assertThat(told).containsOnly("proxy nothing", "proxy as proxy named:r");
    }

    /**
     * The JDK does not send them to proxies for https URLs unless a system property allows it, but always to servers
     * behind one.
     */
    @Test
    void proxyCredentialsAreNotForwarded() throws Exception {
        TestIdentity identity = TestIdentity.of("localhost");
        HttpsServer https = identity.server(ClientAuthentication.NONE, identity.certificate());
        String server = start(https, "tls", path -> "");
        Path authority = Files.writeString(temp.resolve("ca.pem"), identity.certificatePem());
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread tunnels = new Thread(() -> tunnel(proxy, https.getAddress().getPort()));
            tunnels.setDaemon(true);
            tunnels.start();
            URI url = URI.create("http://named:r@localhost:" + proxy.getLocalPort());
            load(at("https://user:pw@" + server)
                    .http(HttpSettings.DEFAULT.withAuthorities(authority).withProxy(url)));
        }
        assertThat(told).containsOnly("tls user:pw");
    }

    private static void tunnel(ServerSocket proxy, int port) {
        try {
            while (true) {
                Socket client = proxy.accept();
                StringBuilder request = new StringBuilder();
                while (request.indexOf("\r\n\r\n") < 0) {
                    request.append((char) client.getInputStream().read());
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                copy(client, server);
                copy(server, client);
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void copy(Socket from, Socket to) {
        Thread thread = new Thread(() -> {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                // closed
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void thatAreWrongAreSaidToBe() throws IOException {
        try (TestServer server = new TestServer(folder)) {
            server.fail("", (exchange, content) -> {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
                exchange.sendResponseHeaders(401, -1);
                return true;
            });
            String host = "localhost:" + server.url().getPort();
            assertThatThrownBy(() -> load(at("http://user:secret@" + host)))
                    .isInstanceOf(TransferException.class)
                    .hasMessage(
                            "http://" + host + "/repodata/repomd.xml: the server answered 401: wrong or missing user"
                                    + " name and password");
        }
    }
}
