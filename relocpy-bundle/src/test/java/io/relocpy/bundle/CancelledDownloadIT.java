package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.testing.Cancelling;
import io.relocpy.repository.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build that waits for a server, which would take half a minute to be called too slow, and is cancelled. */
class CancelledDownloadIT {
    @TempDir
    Path folder;

    private void build(URI repository) throws IOException {
        Bundle.builder()
                .repositoryUrls(repository)
                .cacheDirectory(folder.resolve("cache"))
                .write(folder.resolve("out.tar"));
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            assertThat(paths.filter(path -> !path.startsWith(folder.resolve("cache"))
                            || path.getFileName().toString().matches(".*(partial|tmp).*")))
                    .containsExactly(folder);
        }
    }

    @Test
    void whileConnecting() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> first = new ArrayList<>();
            try {
                for (int i = 0; i < 3; i++) { // more than wait to be accepted
                    Socket socket = new Socket();
                    first.add(socket);
                    try {
                        socket.connect(new InetSocketAddress(busy.getInetAddress(), busy.getLocalPort()), 100);
                    } catch (IOException e) {
                        break;
                    }
                }
                String url = "http://localhost:" + busy.getLocalPort() + "/";
                assertThat(Cancelling.after(Duration.ofMillis(300), () -> build(URI.create(url))))
                        .isEqualTo("interrupted while downloading " + url + "repodata/repomd.xml");
            } finally {
                for (Socket socket : first) {
                    socket.close();
                }
            }
        }
        assertNothingIsLeft();
    }

    @Test
    void whileWaitingForTheHeadersOrTheBody() throws Exception {
        Path repository = Files.createDirectories(folder.resolve("repository"));
        Files.createDirectory(repository.resolve("repodata"));
        Files.write(repository.resolve("repodata").resolve("repomd.xml"), new byte[1000]);
        for (boolean headers : new boolean[] {false, true}) {
            CountDownLatch there = new CountDownLatch(1);
            CountDownLatch over = new CountDownLatch(1);
            try (TestServer server = new TestServer(repository)) {
                server.fail("repomd.xml", (exchange, content) -> {
                    if (headers) {
                        exchange.sendResponseHeaders(200, content.length);
                        exchange.getResponseBody().write(content, 0, 100);
                        exchange.getResponseBody().flush();
                    }
                    Cancelling.stall(there, over);
                    return true;
                });
                assertThat(Cancelling.when(there, () -> build(server.url())))
                        .isEqualTo("interrupted while downloading " + server.url() + "repodata/repomd.xml");
                over.countDown();
            }
        }
        Files.delete(repository.resolve("repodata").resolve("repomd.xml"));
        Files.delete(repository.resolve("repodata"));
        Files.delete(repository);
        assertNothingIsLeft();
    }
}
