package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpsServer;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.Redaction;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.internal.download.NetworkFailure;
import io.relocpy.repository.testing.TestIdentity;
import io.relocpy.repository.testing.TestIdentity.ClientAuthentication;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each failure happens on a real socket. */
class NetworkFailureTest {
    @TempDir
    Path temp;

    private String reason(String url, HttpSettings settings) {
        Throwable thrown = catchThrowable(() -> RepositoryClient.builder()
                .cacheDirectory(temp.resolve("cache"))
                .timeout(Duration.ofSeconds(20))
                .build()
                .load(RepositoryConfig.builder("x")
                        .baseUrl(URI.create(url))
                        .http(settings)
                        .build()));
        assertThat(thrown).isInstanceOf(TransferException.class).hasMessageNotContainingAny("Exception", "null");
        String where = Redaction.uri(URI.create(url)) + "/repodata/repomd.xml: ";
        assertThat(thrown).hasMessageStartingWith(where);
        return String.valueOf(thrown.getMessage()).substring(where.length());
    }

    private String reason(String url) {
        return reason(url, HttpSettings.DEFAULT);
    }

    /** What a server does with a connection. */
    private interface Conversation {
        void hold(Socket client) throws IOException;
    }

    private String answered(String scheme, Conversation conversation) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return answered(scheme, server, HttpSettings.DEFAULT, conversation);
    }

    private String answered(String scheme, ServerSocket socket, HttpSettings settings, Conversation conversation)
            throws IOException {
        try (ServerSocket server = socket) {
            serve(server, conversation);
            return reason(scheme + "://localhost:" + server.getLocalPort(), settings);
        }
    }

    private static void serve(ServerSocket server, Conversation conversation) {
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket client = server.accept()) {
                    conversation.hold(client);
                } catch (IOException e) {
                    // the client went
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void readRequest(Socket client) throws IOException {
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            int next = client.getInputStream().read();
            if (next < 0) {
                return;
            }
            request.append((char) next);
        }
    }

    @Test
    void hostNameNotFound() {
        assertThat(reason("http://user:secret@no-such-host.invalid")).isEqualTo("host name not found");
        assertThat(reason("https://no-such-host.invalid")).isEqualTo("host name not found");
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void connectionRefused() throws IOException {
        assertThat(reason("http://localhost:" + closedPort())).isEqualTo("connection refused");
        assertThat(reason("https://localhost:" + closedPort())).isEqualTo("connection refused");
    }

    @Test
    void namesTheProxy() throws IOException {
        URI proxy = URI.create("http://user:secret@localhost:" + closedPort());
        assertThat(reason("http://host.invalid", HttpSettings.DEFAULT.withProxy(proxy)))
                .isEqualTo("through the proxy http://localhost:" + proxy.getPort() + ": connection refused");
    }

    @Test
    void theProxyCannotReachTheServer() throws IOException {
        for (String answer : List.of("403 Forbidden", "502 Bad Gateway")) {
            try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
                serve(proxy, client -> {
                    readRequest(client);
                    write(client, "HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\n\r\n");
                });
                URI url = URI.create("http://localhost:" + proxy.getLocalPort());
                assertThat(reason("https://host.invalid", HttpSettings.DEFAULT.withProxy(url)))
                        .isEqualTo("through the proxy " + url + ": no tunnel to the server: it answered "
                                + answer.substring(0, 3));
            }
        }
    }

    @Test
    void theProxyRequiresAPassword() throws IOException {
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            serve(proxy, client -> {
                readRequest(client);
                write(client, "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
            });
            URI url = URI.create("http://localhost:" + proxy.getLocalPort());
            assertThat(reason("https://host.invalid", HttpSettings.DEFAULT.withProxy(url, "u", "p")))
                    .startsWith("the server answered 407: the proxy requires a valid user name and password;");
        }
    }

    /** A server whose queue of connections is full does not answer. */
    @Test
    void timedOutWhileConnecting() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            SocketAddress address = server.getLocalSocketAddress();
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket();
                waiting.add(socket);
                try {
                    socket.connect(address, 200);
                } catch (IOException e) {
                    break; // full
                }
            }
            assertThat(reason(
                            "http://127.0.0.1:" + server.getLocalPort(),
                            HttpSettings.DEFAULT.withTimeout(Duration.ofMillis(700))))
                    .isEqualTo("timed out while connecting");
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void noAnswerInTime() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThat(reason(
                            "http://127.0.0.1:" + server.getLocalPort(),
                            HttpSettings.DEFAULT.withTimeout(Duration.ofMillis(700))))
                    .isEqualTo("slower than 1000 bytes per second for 700 ms");
        }
    }

    @Test
    void theServerGoesAway() throws IOException {
        assertThat(answered("http", Socket::close))
                .isIn("the server closed the connection without an answer", "the server reset the connection");
        assertThat(answered("http", client -> {
                    readRequest(client);
                    client.setSoLinger(true, 0); // sends a reset
                }))
                .isEqualTo("the server reset the connection");
        assertThat(answered("http", NetworkFailureTest::readRequest))
                .isEqualTo("the server closed the connection without an answer");
        assertThat(answered("http", client -> {
                    readRequest(client);
                    write(client, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
                }))
                .isEqualTo("the server closed the connection before sending the whole file");
        assertThat(answered("http", client -> {
                    readRequest(client);
                    write(client, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nshort");
                }))
                .isEqualTo("the server closed the connection before sending the whole file");
        assertThat(answered("https", Socket::close))
                .isIn("TLS: the server closed the connection", "the server reset the connection");
    }

    private static void write(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
        client.shutdownOutput();
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    @Test
    void theServerSpeaksAnotherProtocol() throws IOException {
        assertThat(answered("http", client -> write(client, "SSH-2.0-OpenSSH_9.2\r\n\r\n")))
                .startsWith("the server does not support HTTP");
        assertThat(answered("https", client -> write(client, "HTTP/1.1 400 Bad Request\r\n\r\n")))
                .isEqualTo("TLS: the server does not support TLS");
    }

    private String tls(TestIdentity server, ClientAuthentication clients, HttpSettings settings) throws IOException {
        HttpsServer https = server.server(clients, server.certificate());
        https.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(404, -1);
            }
        });
        https.start();
        try {
            return reason("https://localhost:" + https.getAddress().getPort(), settings);
        } finally {
            https.stop(0);
        }
    }

    private HttpSettings trusting(TestIdentity identity) throws IOException {
        Path file = temp.resolve("ca.pem");
        return HttpSettings.DEFAULT.withAuthorities(Files.writeString(file, identity.certificatePem()));
    }

    @Test
    void certificateOfAnUnknownAuthority() throws IOException {
        TestIdentity server = TestIdentity.of("localhost");
        assertThat(tls(server, ClientAuthentication.NONE, HttpSettings.DEFAULT))
                .isEqualTo(
                        "TLS: the server's certificate is not trusted: unknown certificate authority; a private one has to be configured");
        assertThat(tls(server, ClientAuthentication.NONE, trusting(TestIdentity.of("localhost"))))
                .startsWith("TLS: the server's certificate is not trusted");
        assertThat(tls(server, ClientAuthentication.NONE, trusting(server)))
                .isEqualTo("the server answered 404: no such file");
    }

    @ParameterizedTest
    @CsvSource({
        "-3, TLS: the server's certificate has expired",
        "2, TLS: the server's certificate is not valid yet; this machine's clock may be wrong"
    })
    void certificateOfAnotherTime(int days, String reason) throws IOException {
        TestIdentity authority = TestIdentity.of("authority");
        TestIdentity server = TestIdentity.of("localhost", "EC", Instant.now().plus(Duration.ofDays(days)), authority);
        assertThat(tls(server, ClientAuthentication.NONE, trusting(authority))).isEqualTo(reason);
    }

    @Test
    void certificateOfAnotherHost() throws IOException {
        TestIdentity server = TestIdentity.of("example.org");
        assertThat(tls(server, ClientAuthentication.NONE, trusting(server)))
                .isEqualTo("TLS: the server's certificate is for another host name");
    }

    @Test
    void clientCertificateIsRequired() throws IOException {
        TestIdentity server = TestIdentity.of("localhost");
        SSLServerSocket socket = (SSLServerSocket) server.context(server.certificate())
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        socket.setNeedClientAuth(true);
        assertThat(answered("https", socket, trusting(server), client -> {
                    readRequest(client);
                    client.getInputStream().transferTo(OutputStream.nullOutputStream());
                }))
                .isEqualTo("TLS: the server requires a client certificate, or a different one");
    }

    @Test
    void explainsUnexpectedFailures() {
        assertThat(NetworkFailure.reason(new IOException())).isEqualTo("the connection failed");
        assertThat(NetworkFailure.reason(new IOException(new IllegalStateException("x"))))
                .isEqualTo("the connection failed");
        assertThat(NetworkFailure.reason(new IOException("too many concurrent streams")))
                .isEqualTo("too many concurrent streams");
    }
}
