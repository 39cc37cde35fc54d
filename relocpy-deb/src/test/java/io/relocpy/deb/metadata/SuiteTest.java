package io.relocpy.deb.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.deb.resolve.DebRepositories;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.RepositoryException;
import io.relocpy.repository.RepositoryListener;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.io.Checksums;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a loaded suite does, and when it is loaded from where. */
class SuiteTest {
    @TempDir
    Path directory;

    private OurWorld world;

    @BeforeEach
    void open() throws IOException {
        world = new OurWorld(directory);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Suite load() throws IOException {
        return world.client().load(world.sources()).get(0);
    }

    private Checksum put(String name, byte[] content) throws IOException {
        Path file = world.archive.root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        return Checksums.of(Checksum.Algorithm.SHA_256, content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool/a_1.deb", "./pool/a.deb", "pool/a+b~c%3a1_1:2.deb", "pool/a b.deb", "pool/ä.deb"})
    void packagesAreFetchedByTheirNames(String name) throws IOException {
        world.publish(1);
        byte[] content = {1, 2, 3};
        Checksum checksum = put(name, content);

        Path file = load().fetch(name, 3, checksum);

        assertThat(Files.readAllBytes(file)).isEqualTo(content);
        assertThat(file).startsWith(directory.resolve("cache"));
    }

    @Test
    void packagesOfADirectoryStayThere() throws IOException {
        world.uri = "file:" + world.archive.root;
        world.publish(1);
        Checksum checksum = put("pool/a.deb", new byte[] {1});

        assertThat(load().fetch("pool/a.deb", 1, checksum)).isEqualTo(world.archive.root.resolve("pool/a.deb"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/etc/passwd", "../a", "pool/../../a", "pool/..", "a\\b", "http://example.org/a", "a\nb"})
    void namesThatLeadOutOfTheRepositoryAreRefused(String name) throws IOException {
        world.publish(1);
        Suite suite = load();
        Checksum checksum = Checksums.of(Checksum.Algorithm.SHA_256, new byte[0]);

        assertThatThrownBy(() -> suite.fetch(name, 1, checksum))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("Filename: expected a path below the repository");
    }

    @Test
    void packagesWithAnotherContentAreRefused() throws IOException {
        world.publish(1);
        put("pool/a.deb", new byte[] {1, 2, 3});
        Suite suite = load();
        Checksum other = Checksums.of(Checksum.Algorithm.SHA_256, new byte[] {3, 2, 1});

        assertThatThrownBy(() -> suite.fetch("pool/a.deb", 3, other)).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> suite.fetch("pool/a.deb", 4, other)).isInstanceOf(TransferException.class);
        assertThatThrownBy(() -> suite.fetch("pool/b.deb", 3, other)).isInstanceOf(TransferException.class);
    }

    @Test
    void checksumsThatCanBeForgedProveNothing() throws IOException {
        world.publish(1);
        Suite suite = load();

        assertThatThrownBy(() -> suite.fetch("a.deb", 1, new Checksum(Checksum.Algorithm.SHA_1, "0".repeat(40))))
                .isInstanceOf(VerificationException.class);
    }

    @Test
    void pathsAreFoundInContents() throws IOException {
        byte[] contents = AptArchive.bytes("usr/bin/python3   python/python3-minimal,python/pypy3\n"
                + "usr/share/a b   doc/a-doc\nusr/bin/other   misc/other\n");
        world.archive.files.put("main/Contents-amd64", contents);
        world.archive.files.put("main/Contents-amd64.gz", AptArchive.compressed(".gz", contents));
        world.archive.files.put("main/Contents-all", AptArchive.bytes("usr/bin/python3 python/python-is-python3\n"));
        world.publish(1);

        assertThat(load().findPaths(List.of("/usr/bin/python3", "/usr/share/a b", "/usr/bin/none")))
                .isEqualTo(Map.of(
                        "/usr/bin/python3",
                        Set.of("python3-minimal", "pypy3", "python-is-python3"),
                        "/usr/share/a b",
                        Set.of("a-doc")));
    }

    @Test
    void nothingIsAskedForUntilTheCacheExpires() throws IOException {
        world.publish(1);
        world.update();
        int requests = world.server.requests().size();
        world.archive.date(Instant.now().minusSeconds(60));
        world.publish(2);

        Suite suite =
                world.builder().refresh(false).build().load(world.sources()).get(0);

        try (InputStream in = suite.packages().get(0).content().open()) {
            assertThat(in.readAllBytes()).isEqualTo(AptArchive.packages(1));
        }
        assertThat(world.server.requests()).hasSize(requests);
        assertThat(world.update()).isEqualTo("2");
    }

    @Test
    void theCacheIsEnoughOffline() throws IOException {
        assertThatThrownBy(() -> world.builder().offline(true).build().load(world.sources()))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("offline");
        world.publish(1);
        world.update();
        world.server.close();

        Suite suite =
                world.builder().offline(true).build().load(world.sources()).get(0);

        try (InputStream in = suite.packages().get(0).content().open()) {
            assertThat(in.readAllBytes()).isEqualTo(AptArchive.packages(1));
        }
    }

    private void publishCompressed(String... extensions) throws IOException {
        for (String extension : extensions) {
            byte[] content = AptArchive.compressed(extension, AptArchive.packages(1));
            world.archive.files.put(AptArchive.PACKAGES + extension, content);
        }
        world.publish(1);
    }

    private List<String> downloads() {
        return world.server.requests().stream()
                .filter(each -> each.contains("Packages"))
                .map(each -> each.replaceFirst(".*/", ""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"'', Packages.gz", "'xz', Packages.xz", "'unknown lz4 bz2 gz', Packages.bz2"})
    void indexesAreDownloadedInThePreferredCompression(String order, String expected) throws IOException {
        publishCompressed(".xz", ".gz", ".bz2");

        world.builder().compressionOrder(List.of(order.split(" "))).build().load(world.sources());

        assertThat(downloads()).containsExactly(expected);
    }

    @Test
    void anIndexIsNotDownloadedInASecondCompression() throws IOException {
        publishCompressed(".xz", ".gz");
        world.builder().compressionOrder(List.of("xz")).build().load(world.sources());

        assertThat(world.update()).isEqualTo("1");

        assertThat(downloads()).containsExactly("Packages.xz");
    }

    @Test
    void aMirrorNeedNotHaveAllCompressions() throws IOException {
        publishCompressed(".xz", ".gz");
        Files.delete(world.archive.suite(AptArchive.PACKAGES + ".gz"));

        assertThat(world.update()).isEqualTo("1");

        assertThat(downloads()).containsExactly("Packages.gz", "Packages.xz");
    }

    @Test
    void damageInTheCacheIsRepaired() throws IOException {
        world.publish(1);
        world.update();
        try (var files = Files.walk(directory.resolve("cache/files"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.write(file, new byte[] {1});
            }
        }

        assertThat(world.update()).isEqualTo("1");
    }

    @Test
    void listsOfAptThatAreTamperedWithAreNotUsed() throws IOException {
        world.publish(1);
        Path lists = Files.createDirectories(directory.resolve("lists"));
        String prefix = world.uri.replaceFirst("http://", "").replace("/", "_") + "dists_alpha_";
        Files.copy(world.archive.suite("InRelease"), lists.resolve(prefix + "InRelease"));
        Files.write(lists.resolve(prefix + "main_binary-amd64_Packages"), AptArchive.packages(7));

        Suite suite = world.builder()
                .refresh(false)
                .listsDirectory(lists)
                .build()
                .load(world.sources())
                .get(0);
        assertThat(world.server.requests()).isEmpty();

        try (InputStream in = suite.packages().get(0).content().open()) {
            assertThat(in.readAllBytes()).isEqualTo(AptArchive.packages(1));
        }
        assertThat(world.server.requests()).containsExactly("/dists/alpha/main/binary-amd64/Packages");
    }

    /** Whoever may write to the lists can make nobody wait. */
    @Test
    @Timeout(60)
    void whatIsNoFileInTheListsOfAptIsNotOpened() throws Exception {
        world.publish(1);
        Path lists = Files.createDirectories(directory.resolve("lists"));
        String prefix = world.uri.replaceFirst("http://", "").replace("/", "_") + "dists_alpha_";
        for (String name : List.of("InRelease", "Release", "main_binary-amd64_Packages")) {
            Path fifo = lists.resolve(prefix + name);
            assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                    .isZero();
        }

        Suite suite = world.builder()
                .listsDirectory(lists)
                .build()
                .load(world.sources())
                .get(0);

        try (InputStream in = suite.packages().get(0).content().open()) {
            assertThat(in.readAllBytes()).isEqualTo(AptArchive.packages(1));
        }
    }

    @Test
    void keyringsAreThoseOfTheRoot() throws IOException {
        world.publish(1);
        Path root = Files.createDirectories(directory.resolve("root"));
        Path keys = directory.resolve("keys.gpg");
        Files.createSymbolicLink(root.resolve("link.gpg"), keys);
        Files.copy(keys, root.resolve("own.gpg"));
        Files.createSymbolicLink(root.resolve("inner.gpg"), Path.of("../../own.gpg"));
        RepositoryClient client = world.builder().root(root).build();

        for (String name : List.of("/own.gpg", "/../own.gpg", "/inner.gpg")) {
            world.options.put("signed-by", name);
            assertThat(client.load(world.sources())).as(name).hasSize(1);
        }
        for (String name : List.of("/../keys.gpg", "/x/../../keys.gpg", "/link.gpg", keys.toString())) {
            world.options.put("signed-by", name);
            assertThatThrownBy(() -> client.load(world.sources()))
                    .as(name)
                    .isInstanceOf(VerificationException.class)
                    .hasMessageContaining("keyring " + root);
        }
    }

    @Test
    void aHostInADirectoryHasItsKeysThere() throws IOException {
        world.publish(1);
        HostDirectory host = new HostDirectory(Files.createDirectories(directory.resolve("host")));
        Path keys = host.root().resolve("usr/share/keyrings/own.gpg");
        Files.createDirectories(keys.getParent());
        Files.copy(directory.resolve("keys.gpg"), keys);
        host.write(
                "etc/apt/sources.list", "deb [signed-by=/usr/share/keyrings/own.gpg] " + world.uri + " alpha main\n");

        assertThat(DebRepositories.builder()
                        .root(host.root())
                        .cacheDirectory(directory.resolve("cache"))
                        .build()
                        .resolver("amd64", RepositoryListener.NONE)
                        .build()
                        .resolve(List.of("hello"))
                        .packages())
                .hasSize(1);
    }

    @Test
    void aMirrorThatCannotBeAskedIsLikeOneThatDoesNotAnswer() throws IOException {
        world.publish(1);
        Path list = directory.resolve("list");
        world.uri = "mirror+file:" + list;
        String wrong = "http://wrong.invalid/\tpriority:1\n";
        RepositoryClient client = world.builder()
                .http(uri -> {
                    if (uri.getHost().equals("wrong.invalid")) {
                        throw new UncheckedIOException(new IOException("no proxy for it"));
                    }
                    return HttpSettings.DEFAULT;
                })
                .build();

        Files.writeString(list, wrong);
        assertThatThrownBy(() -> client.load(world.sources()))
                .isInstanceOf(TransferException.class)
                .hasMessage("http://wrong.invalid/dists/alpha/InRelease: no proxy for it");
        Files.writeString(list, wrong + world.server.url() + "\tpriority:2\n");
        assertThat(client.load(world.sources())).hasSize(1);
    }

    /** Names of files are in messages, and a digest is enough to try out passwords. */
    @Test
    void namesInTheCacheDoNotDependOnPasswords() throws IOException {
        world.publish(1);
        String plain = world.uri;
        for (String login : List.of("", "user:secret@", "user:other%40@")) {
            world.uri = plain.replace("://", "://" + login);
            world.client().load(world.sources());
        }
        try (Stream<Path> repositories = Files.list(directory.resolve("cache/repositories"))) {
            assertThat(repositories).hasSize(1);
        }
    }

    /** Whoever answers for the server has no say in who gets its password. */
    @Test
    void passwordsAreNotSentWhereARedirectLeads() throws IOException {
        world.publish(1);
        try (OurWorld second = new OurWorld(directory.resolve("second"))) {
            List<String> seen = new CopyOnWriteArrayList<>();
            world.server.fail("InRelease", (exchange, content) -> {
                seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization") != null));
                exchange.getResponseHeaders().set("Location", second.server.url() + "dists/alpha/InRelease");
                exchange.sendResponseHeaders(302, -1);
                return true;
            });
            second.server.fail("InRelease", (exchange, content) -> {
                seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                return false;
            });
            Files.createDirectories(second.archive.suite("InRelease").getParent());
            Files.copy(world.archive.suite("InRelease"), second.archive.suite("InRelease"));

            world.builder()
                    .http(uri -> HttpSettings.DEFAULT.withPassword("user", "password"))
                    .build()
                    .load(world.sources());

            assertThat(seen).containsExactly("true", "null");
        }
    }

    @Test
    void newerIsUsedOfListsAndCache() throws IOException {
        world.publish(2);
        Path lists = Files.createDirectories(directory.resolve("lists"));
        String prefix = world.uri.replaceFirst("http://", "").replace("/", "_") + "dists_alpha_";
        Files.copy(world.archive.suite("InRelease"), lists.resolve(prefix + "InRelease"));
        world.archive.date(Instant.now().minusSeconds(60));
        world.publish(1);
        world.update();

        Suite suite = world.builder()
                .refresh(false)
                .listsDirectory(lists)
                .build()
                .load(world.sources())
                .get(0);

        try (InputStream in = suite.packages().get(0).content().open()) {
            assertThat(in.readAllBytes()).isEqualTo(AptArchive.packages(1));
        }
    }

    @Test
    void whoSignedIsKnown() throws IOException {
        world.publish(1);

        Suite suite = load();

        assertThat(suite.keyFingerprints()).singleElement().asString().isEqualToIgnoringCase(world.key.fingerprint());
        assertThat(suite.release().codename()).contains("alpha");
        assertThat(suite.date()).isPresent();
        assertThat(suite.unavailable()).isEmpty();
        assertThat(suite.packages().get(0).origin().site()).contains("localhost");
    }

    @Test
    void suitesThatNoServerOffersCanBeSkipped() throws IOException {
        world.server.close();

        Suite suite = world.builder()
                .skipUnavailable(true)
                .build()
                .load(world.sources())
                .get(0);

        assertThat(suite.unavailable()).isPresent();
        assertThat(suite.packages()).isEmpty();
        assertThat(world.warnings()).singleElement().isInstanceOf(RepositoryWarning.Unavailable.class);
        assertThatThrownBy(this::load).isInstanceOf(TransferException.class);
    }

    @Test
    void warningsAreErrorsOnRequest() throws IOException {
        world.suites = List.of("alpha main contrib");
        world.publish(1);

        load();

        assertThat(world.warnings())
                .singleElement()
                .extracting(RepositoryWarning::message)
                .isEqualTo("skipped contrib/binary-amd64/Packages, since the repository has no component contrib");
        assertThatThrownBy(() -> world.builder().strict(true).build().load(world.sources()))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("component contrib");
    }

    @Test
    void contradictionsBetweenLinesOfOneSuiteAreRefused() {
        AptSource one = AptSource.builder(world.uri, "alpha").components("main").build();
        AptSource other = one.toBuilder().components("contrib").trusted(true).build();

        assertThatThrownBy(() -> world.client().load(List.of(one, other))).isInstanceOf(RepositoryException.class);
    }

    @Test
    void passwordsGoToTheirServersOnly() throws IOException {
        world.publish(1);
        try (OurWorld second = new OurWorld(directory.resolve("second"))) {
            second.archive.release.put("Acquire-By-Hash", "no");
            Path list = directory.resolve("list");
            Files.writeString(list, second.server.url() + "\tpriority:1\n" + world.server.url() + "\tpriority:2\n");
            world.uri = "mirror+file:" + list;
            List<String> seen = new CopyOnWriteArrayList<>();
            for (OurWorld each : List.of(world, second)) {
                each.server.fail("InRelease", (exchange, content) -> {
                    seen.add(each == world ? "ours " : "other ");
                    seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                    return false;
                });
            }
            second.archive.put("InRelease", AptArchive.bytes("<html>"));

            world.builder()
                    .http(uri -> uri.getPort() == world.server.url().getPort()
                            ? HttpSettings.DEFAULT.withPassword("a@b", "p:$1/ä")
                            : HttpSettings.DEFAULT)
                    .build()
                    .load(world.sources());

            String credentials = Base64.getEncoder().encodeToString(AptArchive.bytes("a@b:p:$1/ä"));
            assertThat(seen).containsExactly("other ", "null", "ours ", "Basic " + credentials);
        }
    }

    @Test
    void indexesAreKeptInTheCacheUnlessOthersCanWriteToThem() throws IOException {
        Path index = world.client().indexFile("deb-1");
        assertThat(index).isEqualTo(directory.resolve("cache").toRealPath().resolve("index/deb-1"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(index.getParent())))
                .isEqualTo("rwx------");

        Files.write(index, new byte[1]);
        assertThat(world.client().indexFile("deb-1")).exists();
        Files.setPosixFilePermissions(index, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(world.client().indexFile("deb-1")).doesNotExist();
    }

    @Test
    void whatOnlyAnIndexOfANamedCacheSaysIsNotFetched() throws IOException {
        byte[] content = {1, 2, 3};
        Checksum checksum = put("pool/a.deb", content);
        world.publish(1);
        assertThatThrownBy(() -> load().fetchListed("pool/a.deb", 3, checksum))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("no Packages file");
        Checksum listed = new Checksum(Checksum.Algorithm.SHA_256, "0".repeat(64));
        assertThatThrownBy(() -> load().fetchListed("pool/hello.deb", 1, listed))
                .isInstanceOf(TransferException.class);

        Suite own = world.builder()
                .ownCache(directory.resolve("own"))
                .build()
                .load(world.sources())
                .get(0);
        assertThat(own.fetchListed("pool/a.deb", 3, checksum)).hasBinaryContent(content);

        Suite parsed = load();
        for (PackagesFile file : parsed.packages()) {
            file.content().open().close();
        }
        assertThat(parsed.fetchListed("pool/a.deb", 3, checksum)).hasBinaryContent(content);
    }

    @Test
    void aGoodSignatureIsRememberedUntilTheFileOrTheKeyringIsAnotherOne() throws IOException {
        world.publish(1);
        Path keyring = directory.resolve("keys.gpg");
        Path cache = directory.resolve("own");
        world.builder().ownCache(cache).build().load(world.sources());
        RepositoryClient offline = world.builder().ownCache(cache).offline(true).build();
        for (int i = 0; i < 2; i++) {
            assertThat(offline.load(world.sources()).get(0).keyFingerprints())
                    .singleElement()
                    .asString()
                    .isEqualToIgnoringCase(world.key.fingerprint());
        }
        try (var files = Files.walk(cache)) {
            assertThat(files.map(file -> file.getFileName().toString())).contains("verified-cache-InRelease");
        }

        Files.write(keyring, AptArchive.keyring(world.other));

        assertThatThrownBy(() -> offline.load(world.sources())).isInstanceOf(TransferException.class);
        Files.write(keyring, AptArchive.keyring(world.key, world.other));
        assertThat(offline.load(world.sources())).hasSize(1);
    }
}
