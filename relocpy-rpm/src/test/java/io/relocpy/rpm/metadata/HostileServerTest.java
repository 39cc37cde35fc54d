package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.internal.download.DownloadCache;
import io.relocpy.repository.internal.download.Fetcher;
import io.relocpy.repository.internal.download.FileKind;
import io.relocpy.repository.internal.download.HttpDownloader;
import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.internal.io.Checksums;
import io.relocpy.repository.testing.TestServer;
import io.relocpy.rpm.internal.parse.Repomd;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that answer endlessly, too slowly, or redirect elsewhere. */
@Timeout(60)
class HostileServerTest {
    private static final String RPM = "/Packages/one-1.0-1.noarch.rpm";

    @TempDir
    Path temp;

    private Duration timeout = Duration.ofSeconds(30);
    private TestServer server;
    private Path folder;

    @BeforeEach
    void serve() throws IOException {
        folder = Files.createDirectory(temp.resolve("repo"));
        repository().write();
        server = new TestServer(folder);
    }

    private RepositoryBuilder repository() throws IOException {
        return new RepositoryBuilder(folder).add("one", "content".repeat(100).getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RepositoryConfig config() {
        return RepositoryConfig.builder("demo").baseUrl(server.url()).build();
    }

    private Repository load(RepositoryConfig config) throws IOException {
        return RepositoryClient.builder()
                .cacheDirectory(temp.resolve("cache"))
                .timeout(timeout)
                .build()
                .load(config);
    }

    private static Path fetch(Repository repository) throws IOException {
        return repository.fetch(repository.packages().get(0));
    }

    private static boolean answerWithoutEnd(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            byte[] bytes = new byte[1 << 16];
            while (true) {
                body.write(bytes);
            }
        } catch (IOException e) {
            return true; // the client hung up
        }
    }

    @Test
    void aDownloadOfUnknownSizeHasALimit() throws IOException {
        server.fail(RPM, (exchange, content) -> answerWithoutEnd(exchange));
        HttpDownloader http = new HttpDownloader(config().servers(), timeout, event -> {});
        Fetcher fetcher = new Fetcher(DownloadCache.in(temp.resolve("cache")), http, false, false);
        Checksum checksum = Checksums.of(Checksum.Algorithm.SHA_256, new byte[0]);
        RepositoryUrl base = RepositoryUrl.parse(server.url().toString(), "test");
        assertThatThrownBy(() -> fetcher.fetch(List.of(base), RPM, FileKind.PACKAGE, checksum, -1, 100_000))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("at most 100000 bytes, found more");
        try (Stream<Path> files = Files.walk(temp.resolve("cache"))) {
            assertThat(files.mapToLong(
                            file -> file.toFile().isFile() ? file.toFile().length() : 0))
                    .allMatch(size -> size <= 100_000);
        }
        assertThatThrownBy(() -> fetcher.fetch(List.of(base), RPM, FileKind.PACKAGE, checksum, 100_001, 100_000))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("at most 100000 bytes, found a stated size of 100001 bytes");
    }

    @Test
    void metadataWithoutAStatedSizeAreTaken() throws IOException {
        repository().withoutSizes().write();
        assertThat(load(config()).packages()).hasSize(1);
    }

    @Test
    void repomdHasASizeLimit() {
        server.fail("repomd.xml", (exchange, content) -> answerWithoutEnd(exchange));
        assertThatThrownBy(() -> load(config()))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("at most " + Repomd.MAX_SIZE + " bytes, found more");
    }

    @Test
    void anEndlessErrorPageIsNotRead() {
        server.fail("repomd.xml", (exchange, content) -> {
            exchange.sendResponseHeaders(404, 0);
            try {
                while (true) {
                    exchange.getResponseBody().write(new byte[1 << 16]);
                }
            } catch (IOException e) {
                return true;
            }
        });
        assertThatThrownBy(() -> load(config()))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("the server answered 404");
    }

    @Test
    void aTrickleIsAbortedAndTheNextMirrorTried() throws IOException {
        load(config());
        timeout = Duration.ofMillis(1500);
        server.fail(RPM, (exchange, content) -> {
            exchange.sendResponseHeaders(200, content.length);
            try {
                for (byte b : content) {
                    exchange.getResponseBody().write(b);
                    exchange.getResponseBody().flush();
                    Thread.sleep(100);
                }
            } catch (IOException e) {
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        });
        try (TestServer second = new TestServer(folder)) {
            Repository repository = load(RepositoryConfig.builder("two")
                    .baseUrl(server.url())
                    .baseUrl(second.url())
                    .build());
            assertThat(fetch(repository)).hasSameBinaryContentAs(folder.resolve(RPM.substring(1)));
            assertThat(second.requests()).isNotEmpty();
        }
    }

    @Test
    void minrateAndTimeoutComeFromTheConfiguration() throws IOException {
        Path file =
                Files.writeString(temp.resolve("x.repo"), "[x]\nbaseurl=" + server.url() + "\nminrate=2k\ntimeout=1\n");
        RepositoryConfig config = RepoFiles.read(file, java.util.Map.of()).get(0);
        assertThat(config.http().minRate()).isEqualTo(2048);
        assertThat(config.http().timeout()).contains(Duration.ofSeconds(1));
        server.fail("repomd.xml", (exchange, content) -> {
            try {
                Thread.sleep(20_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        });
        assertThatThrownBy(() -> load(config)).hasMessageContaining("slower than 2048 bytes per second for 1000 ms");
    }

    /** A server that writes raw bytes. */
    private void withRawServer(Answer answer, Check check) throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> {
                while (!socket.isClosed()) {
                    try (Socket client = socket.accept()) {
                        answer.to(client);
                    } catch (IOException e) {
                        // the client hung up, or the test is over
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
            check.with(socket.getLocalPort());
        }
    }

    private interface Answer {
        void to(Socket client) throws IOException;
    }

    private interface Check {
        void with(int port) throws Exception;
    }

    private static RepositoryConfig at(String url) {
        return RepositoryConfig.builder("raw").baseUrl(URI.create(url)).build();
    }

    @Test
    void endlessHeadersAreNotStored() throws Exception {
        timeout = Duration.ofSeconds(5);
        withRawServer(
                client -> {
                    OutputStream out = client.getOutputStream();
                    out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
                    byte[] header = ("X: " + "y".repeat(8000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
                    while (true) {
                        out.write(header);
                    }
                },
                port -> assertThatThrownBy(() -> load(at("http://localhost:" + port + "/")))
                        .isInstanceOf(TransferException.class));
    }

    @Test
    void aHandshakeThatDoesNotEndIsGivenUp() throws Exception {
        timeout = Duration.ofSeconds(1);
        withRawServer(
                client -> client.getInputStream().transferTo(OutputStream.nullOutputStream()),
                port -> assertThatThrownBy(() -> load(at("https://localhost:" + port + "/")))
                        .isInstanceOf(TransferException.class));
    }

    @Test
    void badAnswersAreExceptionsOfTheirKind() throws Exception {
        timeout = Duration.ofSeconds(2);
        for (String answer : List.of(
                "SSH-2.0-OpenSSH\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: http:foo\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: http:///x\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 401 No\r\nWWW-Authenticate: \r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 999 \r\n\r\n",
                "HTTP/1.1 101 Switching\r\n\r\n",
                "\0\0\0\0")) {
            withRawServer(
                    client -> {
                        client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                        client.getOutputStream().flush();
                        client.shutdownOutput();
                        client.getInputStream().transferTo(OutputStream.nullOutputStream());
                    },
                    port -> assertThatThrownBy(() -> load(at("http://localhost:" + port + "/")))
                            .as(answer)
                            .isInstanceOf(IOException.class));
        }
    }

    private void redirect(String location) {
        server.fail(RPM, (exchange, content) -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(302, -1);
            return true;
        });
    }

    @Test
    void redirectsAreBounded() throws IOException {
        Repository repository = load(config());
        redirect(RPM);
        assertThatThrownBy(() -> fetch(repository))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("answered 302: too many redirects");
        assertThat(server.requests().stream().filter(RPM::equals)).hasSizeLessThan(100);
    }

    @Test
    void redirectsDoNotLeadToLocalFilesOrOtherSchemes() throws IOException {
        HttpDownloader http = new HttpDownloader(config().servers(), timeout, event -> {});
        RepositoryUrl url = RepositoryUrl.of(server.url().resolve(RPM), "test");
        Path target = Files.createFile(temp.resolve("target"));
        for (String location : List.of(
                folder.resolve(RPM.substring(1)).toUri().toString(),
                "ftp://localhost/x",
                "jar:file:/x!/y",
                "data:,x")) {
            redirect(location);
            try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
                assertThatThrownBy(() -> http.download(url, FileKind.PACKAGE, channel, -1, 100_000))
                        .as(location)
                        .isInstanceOf(TransferException.class);
            }
            assertThat(target).isEmptyFile();
        }
    }

    @Test
    void passwordsDoNotGoToOtherServers() throws IOException {
        try (TestServer other = new TestServer(folder)) {
            AtomicInteger told = new AtomicInteger();
            TestServer.Fault asking = (exchange, content) -> {
                if (exchange.getRequestHeaders().containsKey("Authorization")) {
                    told.incrementAndGet();
                    return false;
                }
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
                exchange.sendResponseHeaders(401, -1);
                return true;
            };
            other.fail("", asking);
            Repository repository = load(RepositoryConfig.builder("demo")
                    .baseUrl(server.url())
                    .http(HttpSettings.DEFAULT.withPassword("u", "p"))
                    .build());
            redirect(other.url().resolve(RPM).toString());
            assertThatThrownBy(() -> fetch(repository)).isInstanceOf(TransferException.class);
            assertThat(told).hasValue(0);
            server.fail("", asking);
            assertThat(load(RepositoryConfig.builder("own")
                                    .baseUrl(URI.create(server.url().toString().replace("//", "//us%65r:p%20w@")))
                                    .build())
                            .packages())
                    .hasSize(1);
            assertThat(told.get()).isPositive();
        }
    }

    @Test
    void aFullDiskIsNotTheServersFault() throws IOException {
        HttpDownloader http = new HttpDownloader(config().servers(), timeout, event -> {});
        try (SeekableByteChannel full = new SeekableInMemoryByteChannel() {
            @Override
            public int write(ByteBuffer b) throws IOException {
                throw new IOException("No space left on device");
            }
        }) {
            RepositoryUrl url = RepositoryUrl.parse(server.url().resolve(RPM).toString(), "test");
            assertThatThrownBy(() -> http.download(url, FileKind.PACKAGE, full, -1, 10_000))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessage(url + ": cannot be written to the cache: No space left on device");
        }
    }

    @Test
    void whatACallersListenerThrowsKeepsItsKind() {
        RepositoryClient client = RepositoryClient.builder()
                .cacheDirectory(temp.resolve("cache"))
                .onTransfer(event -> {
                    throw new UnsupportedOperationException("the caller's");
                })
                .build();
        assertThatThrownBy(() -> client.load(List.of(config(), config())))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("the caller's");
    }

    private Path secret() throws IOException {
        return Files.copy(
                folder.resolve(RPM.substring(1)), temp.resolve("secret"), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aRemoteRepositoryNamesNoLocalFile() throws IOException {
        String href = "location href=\"Packages/one-1.0-1.noarch.rpm\"";
        for (String location : List.of(
                "location href=\"" + secret().toUri() + "\"",
                "location xml:base=\"" + temp.toUri() + "\" href=\"secret\"",
                "location xml:base=\"jar:/\" href=\"/x\"",
                "location href=\"ftp://localhost/x\"")) {
            repository().edit(text -> text.replace(href, location)).write();
            Repository repository = load(RepositoryConfig.builder("demo")
                    .baseUrl(server.url())
                    .metadataExpire(Duration.ZERO)
                    .build());
            assertThatThrownBy(() -> fetch(repository))
                    .as(location)
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("location \"");
            assertThat(fetch(load(RepositoryConfig.ofDirectory(folder)), location))
                    .isTrue();
        }
    }

    /** A local repository may name local files; checks whether it does, or fails because there is no file. */
    private static boolean fetch(Repository local, String location) throws IOException {
        try {
            return fetch(local).endsWith("secret");
        } catch (FormatException | TransferException e) {
            return !location.contains("secret");
        }
    }

    @Test
    void metadataOfARemoteRepositoryDoNotClimbOutOfALocalPlace() throws IOException {
        repository().write();
        secret(); // even the right package
        String href = "location href=\"Packages/one-1.0-1.noarch.rpm\"";
        repository()
                .edit(text -> text.replace(href, "location href=\"../secret\""))
                .write();
        Repository repository = load(RepositoryConfig.builder("mixed")
                .baseUrl(folder.toUri())
                .baseUrl(server.url())
                .build());
        assertThatThrownBy(() -> fetch(repository))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("404");
        assertThat(fetch(load(RepositoryConfig.ofDirectory(folder)))).isEqualTo(folder.resolve("../secret"));
    }

    @Test
    void aRemoteMirrorListNamesNoLocalRepository() throws IOException {
        Files.writeString(folder.resolve("mirrors"), folder.toUri() + "\n");
        assertThatThrownBy(() -> load(RepositoryConfig.builder("remote")
                        .mirrorList(server.url().resolve("mirrors"))
                        .build()))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("no usable URL");
        assertThat(load(RepositoryConfig.builder("local")
                                .mirrorList(folder.resolve("mirrors").toUri())
                                .build())
                        .packages())
                .hasSize(1);
        byte[] repomd = Files.readAllBytes(folder.resolve("repodata/repomd.xml"));
        Files.writeString(
                folder.resolve("metalink"),
                MirrorsTest.metalink(repomd, repomd, folder.toUri().toString()));
        assertThatThrownBy(() -> load(RepositoryConfig.builder("metalink")
                        .metalink(server.url().resolve("metalink"))
                        .build()))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("no usable URL");
    }

    @Test
    void locationsOnOtherServersAreFollowed() throws IOException {
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        repository().write();
        Files.copy(folder.resolve(RPM.substring(1)), elsewhere.resolve("x.rpm"));
        try (TestServer other = new TestServer(elsewhere)) {
            String href = "location href=\"Packages/one-1.0-1.noarch.rpm\"";
            String base = "location xml:base=\"" + other.url() + "\" href=\"x.rpm\"";
            repository().edit(text -> text.replace(href, base)).write();
            assertThat(fetch(load(config()))).hasSameBinaryContentAs(elsewhere.resolve("x.rpm"));
        }
    }
}
