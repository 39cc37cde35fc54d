package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.TransferEvent;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.testing.TestServer;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.internal.index.FileLists;
import io.relocpy.rpm.resolve.Lockfile;
import io.relocpy.rpm.resolve.Resolver;
import io.relocpy.rpm.resolve.RpmResolutionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryDownloadTest {
    @TempDir
    Path temp;

    private final List<TransferEvent> events = Collections.synchronizedList(new ArrayList<>());
    private Duration timeout = Duration.ofSeconds(30); // a machine may be busy
    private TestServer server;
    private Path folder;

    @BeforeEach
    void serve() throws IOException {
        folder = Files.createDirectory(temp.resolve("demo"));
        RepositoryBuilder content = new RepositoryBuilder(folder);
        for (int i = 0; i < 8; i++) {
            content.add("p" + i, ("content of " + i).repeat(1000).getBytes(StandardCharsets.UTF_8), "/usr/bin/p" + i);
        }
        content.write();
        server = new TestServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RepositoryClient.Builder client() {
        return RepositoryClient.builder()
                .cacheDirectory(temp.resolve("cache"))
                .timeout(timeout)
                .onTransfer(events::add);
    }

    private RepositoryConfig config() {
        return RepositoryConfig.builder("demo").baseUrl(server.url()).build();
    }

    private byte[] original(int number) throws IOException {
        return Files.readAllBytes(folder.resolve("Packages/p" + number + "-1.0-1.noarch.rpm"));
    }

    private List<String> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.walk(temp.resolve("cache"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".tmp") || name.endsWith(".partial"))
                    .toList();
        }
    }

    @Test
    void downloadsOnceAndThenTakesFromTheCache() throws IOException {
        Repository repository = client().build().load(config());
        Path file = repository.fetch(repository.packages().get(3));
        assertThat(Files.readAllBytes(file)).isEqualTo(original(3));
        assertThat(file.getFileName()).hasToString("p3-1.0-1.noarch.rpm");
        int before = server.requests().size();
        assertThat(repository.fetch(repository.packages().get(3))).isEqualTo(file);
        assertThat(server.requests()).hasSize(before);
        assertThat(temporaryFiles()).isEmpty();
    }

    @Test
    void downloadsSeveralAtATime() throws IOException {
        RepositoryClient client = client().parallel(3).build();
        Repository repository = client.load(config());
        List<Path> files = client.fetch(repository.packages().stream()
                .map(metadata -> new RepositoryClient.RemotePackage(repository, metadata))
                .toList());
        for (int i = 0; i < files.size(); i++) {
            assertThat(Files.readAllBytes(files.get(i))).isEqualTo(original(i));
        }
        assertThat(events.stream().filter(TransferEvent.Finished.class::isInstance))
                .hasSize(8 + 2);
    }

    @Test
    void replacesADamagedFileInTheCache() throws IOException {
        Repository repository = client().build().load(config());
        Path file = repository.fetch(repository.packages().get(0));
        Files.writeString(file, "damaged");
        assertThat(Files.readAllBytes(repository.fetch(repository.packages().get(0))))
                .isEqualTo(original(0));
    }

    @Test
    void worksOfflineFromTheCache() throws IOException {
        Repository online = client().build().load(config());
        online.fetch(online.packages().get(0));
        int before = server.requests().size();
        Repository offline = client().offline(true).build().load(config());
        assertThat(Files.readAllBytes(offline.fetch(offline.packages().get(0)))).isEqualTo(original(0));
        assertThatThrownBy(() -> offline.fetch(offline.packages().get(1)))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("p1-1.0-1.noarch.rpm: not in the cache");
        assertThat(server.requests()).hasSize(before);
    }

    @Test
    void continuesWhatAnEarlierAttemptLeft() throws IOException {
        Repository repository = client().build().load(config());
        PackageMetadata metadata = repository.packages().get(2);
        Path file = repository.fetch(metadata);
        Files.delete(file);
        Files.write(file.resolveSibling(file.getFileName() + ".partial"), Arrays.copyOf(original(2), 5000));
        assertThat(Files.readAllBytes(repository.fetch(metadata))).isEqualTo(original(2));
        assertThat(server.requests()).contains("/" + metadata.location() + " bytes=5000-");
    }

    @Test
    void restartsIfThePartialDownloadIsWrong() throws IOException {
        Repository repository = client().build().load(config());
        PackageMetadata metadata = repository.packages().get(2);
        Path file = repository.fetch(metadata);
        Files.delete(file);
        Files.write(file.resolveSibling(file.getFileName() + ".partial"), new byte[5000]);
        assertThat(Files.readAllBytes(repository.fetch(metadata))).isEqualTo(original(2));
    }

    @Test
    void triesTheNextUrlIfOneFails() throws IOException {
        try (TestServer second = new TestServer(folder)) {
            RepositoryConfig config = RepositoryConfig.builder("demo")
                    .baseUrl(server.url())
                    .baseUrl(second.url())
                    .build();
            server.fail(".rpm", (exchange, content) -> {
                exchange.sendResponseHeaders(503, -1);
                return true;
            });
            Repository repository = client().build().load(config);
            Path file = repository.fetch(repository.packages().get(0));
            assertThat(Files.readAllBytes(file)).isEqualTo(original(0));
            assertThat(second.requests()).containsExactly("/Packages/p0-1.0-1.noarch.rpm");
            java.net.URI failing = server.url().resolve("Packages/p0-1.0-1.noarch.rpm");
            java.net.URI working = second.url().resolve("Packages/p0-1.0-1.noarch.rpm");
            assertThat(events)
                    .contains(
                            new TransferEvent.Failed(
                                    failing, TransferEvent.Kind.PACKAGE, failing + ": the server answered 503"),
                            new TransferEvent.Finished(working, TransferEvent.Kind.PACKAGE, original(0).length));
        }
    }

    private void assertFails(TestServer.Fault fault, Class<? extends IOException> type, String message)
            throws IOException {
        Repository repository = client().build().load(config());
        server.fail(".rpm", fault);
        assertThatThrownBy(() -> repository.fetch(repository.packages().get(0)))
                .isInstanceOf(type)
                .hasMessageContaining("p0-1.0-1.noarch.rpm")
                .hasMessageContaining(message);
        try (Stream<Path> files = Files.walk(temp.resolve("cache"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".rpm"))).isEmpty();
        }
    }

    @Test
    void namesWhatTheServerDoesNotHave() throws IOException {
        assertFails(
                (exchange, content) -> {
                    exchange.sendResponseHeaders(404, -1);
                    return true;
                },
                TransferException.class,
                "the server answered 404");
    }

    @Test
    void refusesAWrongByte() throws IOException {
        assertFails(
                (exchange, content) -> {
                    content[77] ^= 1;
                    exchange.sendResponseHeaders(200, content.length);
                    exchange.getResponseBody().write(content);
                    return true;
                },
                FormatException.class,
                "expected the checksum");
    }

    @Test
    void rejectsMoreBytesThanAnnounced() throws IOException {
        assertFails(
                (exchange, content) -> {
                    exchange.sendResponseHeaders(200, 0); // chunked, without end
                    try {
                        while (true) {
                            exchange.getResponseBody().write(content);
                        }
                    } catch (IOException e) {
                        return true; // the client hung up
                    }
                },
                TransferException.class,
                "found more");
    }

    @Test
    void givesUpOnAServerThatFallsSilent() throws IOException {
        client().build().load(config()); // into the cache, with time to spare
        timeout = Duration.ofSeconds(1);
        assertFails(
                (exchange, content) -> {
                    exchange.sendResponseHeaders(200, content.length);
                    exchange.getResponseBody().write(content, 0, 100);
                    exchange.getResponseBody().flush();
                    try {
                        Thread.sleep(60_000);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return true;
                },
                TransferException.class,
                "slower than 1000 bytes per second for 1000 ms");
    }

    @Test
    void whatAListenerThrowsEndsTheWorkAndIsNotTriedAgain() throws IOException {
        Consumer<TransferEvent> failing = event -> {
            if (event instanceof TransferEvent.Advanced) {
                throw new IllegalStateException("enough");
            }
        };
        byte[] slow = new byte[4 << 20];
        server.fail("repomd.xml", (exchange, content) -> {
            exchange.sendResponseHeaders(200, slow.length);
            for (int i = 0; i < 4; i++) {
                exchange.getResponseBody().write(slow, 0, 1000);
                exchange.getResponseBody().flush();
                pause();
            }
            return true;
        });
        RepositoryConfig optional = config().toBuilder().skipIfUnavailable(true).build();
        RepositoryClient client = client().onTransfer(failing).build();

        assertThatThrownBy(() -> client.load(List.of(optional)))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("enough")
                .hasNoCause();
        assertThat(server.requests()).hasSize(1);
    }

    private static void pause() {
        try {
            Thread.sleep(150); // events are at least 100 ms apart
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void followsRedirects() throws IOException {
        Repository repository = client().build().load(config());
        server.fail("p0-1.0-1.noarch.rpm", (exchange, content) -> {
            if (exchange.getRequestURI().getQuery() != null) {
                return false;
            }
            exchange.getResponseHeaders().set("Location", exchange.getRequestURI() + "?again");
            exchange.sendResponseHeaders(302, -1);
            return true;
        });
        assertThat(Files.readAllBytes(repository.fetch(repository.packages().get(0))))
                .isEqualTo(original(0));
    }

    @Test
    void completesADownloadThatIsInterruptedRepeatedly() throws IOException {
        Repository repository = client().build().load(config());
        server.fail(".rpm", (exchange, content) -> {
            if (exchange.getRequestHeaders().containsKey("Range")) {
                return false;
            }
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, 3000);
            exchange.getResponseBody().flush();
            return true; // and closes
        });
        assertThat(Files.readAllBytes(repository.fetch(repository.packages().get(0))))
                .isEqualTo(original(0));
        assertThat(server.requests()).contains("/Packages/p0-1.0-1.noarch.rpm bytes=3000-");
    }

    private byte[] repomd() throws IOException {
        return Files.readAllBytes(folder.resolve("repodata/repomd.xml"));
    }

    @Test
    void skipsMirrorsThatDoNotMatchTheMetalink() throws IOException {
        Path poisoned = Files.createDirectory(temp.resolve("poisoned"));
        new RepositoryBuilder(poisoned).add("evil", new byte[] {1}).write();
        try (TestServer bad = new TestServer(poisoned)) {
            String dead = "http://localhost:1/";
            Files.writeString(
                    folder.resolve("metalink"),
                    MirrorsTest.metalink(
                            repomd(),
                            repomd(),
                            dead,
                            bad.url().toString(),
                            server.url().toString()));
            RepositoryConfig config = RepositoryConfig.builder("demo")
                    .metalink(server.url().resolve("metalink"))
                    .build();
            Repository repository = client().build().load(config);
            assertThat(repository.packages()).hasSize(8);
            assertThat(Files.readAllBytes(repository.fetch(repository.packages().get(0))))
                    .isEqualTo(original(0));
            assertThat(bad.requests()).containsExactly("/repodata/repomd.xml");
        }
    }

    @Test
    void loadsFromAMirrorListAndOfflineAfterwards() throws IOException {
        Files.writeString(folder.resolve("mirrors"), "# first\n" + server.url() + "\n");
        RepositoryConfig config = RepositoryConfig.builder("demo")
                .mirrorList(server.url().resolve("mirrors"))
                .build();
        assertThat(client().build().load(config).packages()).hasSize(8);
        int before = server.requests().size();
        assertThat(client().offline(true).build().load(config).packages()).hasSize(8);
        assertThat(server.requests()).hasSize(before);
    }

    @Test
    void asksTheServerAgainWhenTheCacheIsTooOld() throws IOException {
        RepositoryConfig always = RepositoryConfig.builder("demo")
                .baseUrl(server.url())
                .metadataExpire(Duration.ZERO)
                .build();
        client().build().load(always);
        long first =
                server.requests().stream().filter(r -> r.endsWith("repomd.xml")).count();
        client().build().load(config());
        assertThat(server.requests().stream().filter(r -> r.endsWith("repomd.xml")))
                .hasSize((int) first);
        client().build().load(always);
        client().refresh(true).build().load(config());
        assertThat(server.requests().stream().filter(r -> r.endsWith("repomd.xml")))
                .hasSize((int) first + 2);
    }

    @Test
    void takesTheNewMetadataWhenTheServerDroppedTheOld() throws IOException {
        client().build().load(config());
        new RepositoryBuilder(folder).add("new", new byte[] {1}).write();
        try (Stream<Path> files = Files.walk(temp.resolve("cache"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> !path.endsWith("repomd.xml"))
                    .toList()) {
                Files.delete(file);
            }
        }
        assertThat(client().build().load(config()).packages()).hasSize(1);
    }

    @Test
    void skipsAnUnavailableRepository() throws IOException {
        RepositoryConfig missing = RepositoryConfig.builder("missing")
                .baseUrl(server.url().resolve("nothing/"))
                .skipIfUnavailable(true)
                .build();
        List<RepositoryWarning> warnings = new ArrayList<>();
        List<Repository> loaded = client().onWarning(warnings::add).build().load(List.of(missing, config()));
        assertThat(loaded).extracting(Repository::id).containsExactly("missing", "demo");
        assertThat(loaded.get(0).packages()).isEmpty();
        assertThat(FileLists.of(loaded.get(0))).isEmpty();
        assertThat(loaded.get(0).groups()).isEmpty();
        assertThat(loaded.get(0).unavailable())
                .hasValueSatisfying(why -> assertThat(why).contains("404"));
        assertThat(loaded.get(1).unavailable()).isEmpty();
        assertThat(warnings).singleElement().satisfies(warning -> assertThat(warning.message())
                .startsWith("skipped, since it is not available: ")
                .contains("404"));
        assertThatThrownBy(() -> client().strict(true).build().load(List.of(missing, config())))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("repository missing: skipped");
        RepositoryConfig needed = RepositoryConfig.builder("missing")
                .baseUrl(server.url().resolve("nothing/"))
                .build();
        assertThatThrownBy(() -> client().build().load(List.of(needed, config())))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("nothing/repodata/repomd.xml: the server answered 404");
    }

    @Test
    void aListOfMirrorsThatCannotBeHadBesideABaseUrlIsAWarningOrAnErrorInStrictMode() throws IOException {
        RepositoryConfig both =
                config().toBuilder().mirrorList(server.url().resolve("no-list")).build();
        List<RepositoryWarning> warnings = new ArrayList<>();
        assertThat(client().onWarning(warnings::add).build().load(both).packages())
                .isNotEmpty();
        assertThat(warnings)
                .containsExactly(new RepositoryWarning.NoMirrors(
                        both.id(), server.url().resolve("no-list") + ": the server answered 404: no such file"));
        assertThatThrownBy(() -> client().refresh(true).strict(true).build().load(both))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("its list of mirrors is not used: ");
    }

    @Test
    void everyLaterMessageAndResultNamesUnavailableRepositories() throws IOException {
        RepositoryConfig missing = RepositoryConfig.builder("missing")
                .baseUrl(java.net.URI.create("http://no-such-host.invalid/"))
                .skipIfUnavailable(true)
                .build();
        List<Repository> repositories = client().build().load(List.of(missing, config()));
        Resolver resolver = Resolver.builder().repositories(repositories).build();
        assertThatThrownBy(() -> resolver.resolve(List.of("absent")))
                .isInstanceOfSatisfying(RpmResolutionException.class, e -> assertThat(e.unavailable())
                        .containsExactly(new RepositoryWarning.Unavailable(
                                "missing", "http://no-such-host.invalid/repodata/repomd.xml: host name not found")))
                .hasMessage("absent: no such package (not available: missing)");
        assertThatThrownBy(() -> resolver.resolve(List.of("p1")))
                .hasMessage("p1: no solution\n  p1 is requested: p1-1.0-1.noarch\n"
                        + "  p1-1.0-1.noarch requires /bin/sh, which nothing provides\n"
                        + "  (not available: missing)");
        assertThat(resolver.resolve(List.of()).unavailable())
                .extracting(RepositoryWarning.Unavailable::repository)
                .containsExactly("missing");
        Path file = folder.resolve("relocpy.lock");
        String absent = "package\tabsent-1-1.noarch\tmissing\tSHA-256:" + "00".repeat(32) + "\t1\tabsent.rpm\n";
        Lockfile lock = Lockfile.read(Files.writeString(
                file, "relocpy-lock\t1\narchitecture\tx86_64\nrequest\tabsent\n" + absent + "end\t1\n"));
        assertThatThrownBy(() -> lock.resolve(repositories))
                .hasMessageStartingWith(
                        "absent-1-1.noarch: locked from the repository missing, which is not available: ");
        Lockfile empty = Lockfile.of(resolver.resolve(List.of()));
        assertThat(empty.resolve(repositories).unavailable()).hasSize(1);
    }

    @Test
    void givesRepositoriesOfOneIdDifferentOnes() throws IOException {
        List<RepositoryConfig> configs = Stream.of(
                        "demo", "demo-2", "demo", "x", "demo", "y".repeat(200), "y".repeat(200))
                .map(id -> RepositoryConfig.builder(id).baseUrl(server.url()).build())
                .toList();
        assertThat(client().build().load(configs))
                .extracting(Repository::id)
                .containsExactly("demo", "demo-2", "demo-3", "x", "demo-4", "y".repeat(200), "y".repeat(198) + "-2");
    }

    @Test
    void showsOnlyWhatIsIncludedAndNotExcluded() throws IOException {
        RepositoryConfig config = RepositoryConfig.builder("demo")
                .baseUrl(server.url())
                .include("p[0-3]")
                .include("p5.noarch")
                .exclude("p2-1.0-1*")
                .build();
        Repository repository = client().build().load(config);
        assertThat(repository.packages())
                .extracting(metadata -> metadata.nevra().name())
                .containsExactly("p0", "p1", "p3", "p5");
        assertThat(FileLists.of(repository).get(3)).containsExactly("/usr/bin/p5");
    }

    @Test
    void asksThroughTheProxy() throws IOException {
        RepositoryConfig config = RepositoryConfig.builder("demo")
                .baseUrl(java.net.URI.create("http://repository.invalid/"))
                .http(HttpSettings.DEFAULT.withProxy(server.url()))
                .build();
        assertThat(client().build().load(config).packages()).hasSize(8);
    }
}
