package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.download.PemFiles;
import io.relocpy.repository.internal.download.PrivateDirectory;
import io.relocpy.repository.internal.io.Checksums;
import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.repository.testing.TestServer;
import io.relocpy.rpm.file.RpmFile;
import io.relocpy.rpm.internal.index.FileLists;
import io.relocpy.rpm.internal.parse.MetadataStream;
import io.relocpy.rpm.internal.sqlite.SqliteFile;
import io.relocpy.rpm.resolve.DnfOracle;
import io.relocpy.rpm.resolve.Lockfile;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** FIFOs, full disks, other users and outdated signed metadata. */
@Timeout(120)
class HostileMachineIT {
    @TempDir
    Path temp;

    private Path folder;

    @BeforeEach
    void makeRepository() throws IOException {
        folder = Files.createDirectory(temp.resolve("repo"));
        new RepositoryBuilder(folder)
                .add("one", "one".repeat(100_000).getBytes(StandardCharsets.UTF_8))
                .write();
    }

    private interface Action {
        void run(Path path) throws Exception;
    }

    @Test
    void neitherFifosNorDevicesAreOpened() {
        HostTools.require("mkfifo");
        Path fifo = temp.resolve("fifo");
        HostTools.run("mkfifo", fifo.toString()).orFail();
        List<Action> actions = List.of(
                RpmFile::open,
                KeyRing::read,
                Lockfile::read,
                path -> RepoFiles.read(path, Map.of()),
                PemFiles::certificates,
                PemFiles::key,
                path -> Checksums.check(
                        path, Checksums.of(Checksum.Algorithm.SHA_256, new byte[0]), -1, path.toString()),
                path -> MetadataStream.open(path, "metadata", -1),
                SqliteFile::open);
        for (Path path : List.of(fifo, Path.of("/dev/zero"), Path.of("/dev/tty"), temp)) {
            for (Action action : actions) {
                assertThatThrownBy(() -> action.run(path))
                        .isInstanceOf(FormatException.class)
                        .hasMessageContaining(path + ": expected a regular file, found a ");
            }
        }
    }

    @Test
    void aRepositoryOfFifosFails() throws IOException {
        HostTools.require("mkfifo");
        RepositoryClient client =
                RepositoryClient.builder().cacheDirectory(temp.resolve("cache")).build();
        Repository repository = client.load(RepositoryConfig.ofDirectory(folder));
        for (String name : List.of("Packages/one-1.0-1.noarch.rpm", "repodata/filelists.xml", "repodata/repomd.xml")) {
            Files.delete(folder.resolve(name));
            HostTools.run("mkfifo", folder.resolve(name).toString()).orFail();
        }
        assertThatThrownBy(() -> repository.fetch(repository.packages().get(0))).hasMessageContaining("a regular file");
        assertThatThrownBy(() -> FileLists.of(repository)).hasMessageContaining("a regular file");
        assertThatThrownBy(() -> client.load(RepositoryConfig.ofDirectory(folder)))
                .hasMessageContaining("a regular file");
        RepositoryConfig key = RepositoryConfig.builder("key")
                .baseUrl(folder.toUri())
                .gpgCheck(true)
                .gpgKey(folder.resolve("repodata/repomd.xml").toUri())
                .build();
        assertThatThrownBy(() -> client.load(key)).hasMessageContaining("a regular file");
    }

    private HostTools.Result process(String before, Path cache, URI url) {
        List<String> java = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CacheProcess.class.getName(),
                cache.toString(),
                url.toString(),
                folder.toString()));
        List<String> command = new ArrayList<>(HostTools.withOwnMounts("sh", "-c", before + " && exec \"$@\"", "sh"));
        command.addAll(java);
        return HostTools.run(command, Map.of());
    }

    @Test
    void theCacheIsPrivateWhateverTheUmask() throws IOException {
        HostTools.require("unshare", "sh");
        HostTools.requireRoot();
        try (TestServer server = new TestServer(folder)) {
            for (String umask : List.of("000", "077", "027", "0777")) {
                Path cache = temp.resolve("umask" + umask);
                process("umask " + umask, cache, server.url()).orFail();
                Set<String> modes = new TreeSet<>();
                try (Stream<Path> all = Files.walk(cache)) {
                    for (Path each : all.toList()) {
                        modes.add((Files.isDirectory(each) ? "d" : "-")
                                + PosixFilePermissions.toString(Files.getPosixFilePermissions(each)));
                    }
                }
                assertThat(modes).as(umask).containsExactly("-rw-------", "drwx------");
            }
        }
    }

    @Test
    void aFullDiskIsReportedAtOnceAndLeftUnchanged() throws IOException {
        HostTools.require("unshare", "mount", "sh");
        HostTools.requireRoot();
        Path cache = Files.createDirectory(temp.resolve("small"));
        try (TestServer server = new TestServer(folder)) {
            String mount = "mount -t tmpfs -o size=128k,mode=0700 tmpfs " + cache;
            HostTools.Result result = process(mount, cache, server.url());
            assertThat(result.exitStatus()).isNotZero();
            assertThat(result.stderr())
                    .contains("one-1.0-1.noarch.rpm: cannot be written to the cache: No space left on device");
            assertThat(server.requests().stream().filter(request -> request.contains(".rpm")))
                    .hasSize(1);
        }
    }

    @Test
    void anotherUsersCacheIsUsedOnlyWhereItWasNamed() throws IOException {
        HostTools.require("chown");
        HostTools.requireRoot();
        Path cache = Files.createDirectory(
                temp.resolve("theirs"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        HostTools.run("chown", "12345:12345", cache.toString()).orFail();
        assertThatThrownBy(() -> PrivateDirectory.open(cache, false))
                .isInstanceOf(VerificationException.class)
                .hasMessage("cache " + cache + ": not used, since it belongs to 12345");
        Path below = cache.resolve("below");
        assertThatThrownBy(() -> PrivateDirectory.open(below, false))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("since its parent directory " + cache + " belongs to 12345");
        try (TestServer server = new TestServer(folder)) {
            RepositoryClient client =
                    RepositoryClient.builder().cacheDirectory(cache).build();
            Repository repository = client.load(
                    RepositoryConfig.builder("x").baseUrl(server.url()).build());
            Path file = repository.fetch(repository.packages().get(0));
            HostTools.run("chown", "-R", "12345:12345", cache.toString()).orFail();
            int before = server.requests().size();
            assertThat(repository.fetch(repository.packages().get(0))).isEqualTo(file);
            assertThat(server.requests()).hasSize(before);
            HostTools.run("chown", "23456", file.toString()).orFail(); // a file of somebody else in it
            assertThat(repository.fetch(repository.packages().get(0))).isEqualTo(file);
            assertThat(server.requests()).hasSize(before + 1);
        }
        HostTools.run("chmod", "0777", temp.toString()).orFail(); // where others could replace it
        assertThatThrownBy(() -> PrivateDirectory.open(cache, true))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("is writable by others (rwxrwxrwx)");
        HostTools.run("chmod", "1777", temp.toString()).orFail();
        assertThat(PrivateDirectory.open(cache, true).root()).isEqualTo(cache);
    }

    @Test
    void signedMetadataAreNotReplayed() throws IOException {
        HostTools.require("gpg", "gpgconf");
        Path home = Files.createTempDirectory("gpg"); // the path of the agent's socket must be short
        try (TestServer server = new TestServer(folder)) {
            List<String> gpg = List.of("gpg", "--homedir", home.toString(), "--batch", "--yes");
            run(gpg, "--passphrase", "", "--quick-generate-key", "repo", "rsa2048", "sign", "never");
            run(gpg, "--armor", "--output", temp.resolve("key.asc").toString(), "--export");
            RepositoryConfig config = RepositoryConfig.builder("signed")
                    .baseUrl(server.url())
                    .repoGpgCheck(true)
                    .gpgKey(temp.resolve("key.asc").toUri())
                    .metadataExpire(Duration.ZERO)
                    .build();
            List<RepositoryWarning> warnings = new ArrayList<>();
            for (String revision : List.of("1700000000", "1700000001", "1700000000")) {
                new RepositoryBuilder(folder)
                        .revision(revision)
                        .add("r" + revision, revision.getBytes(StandardCharsets.UTF_8))
                        .write();
                run(
                        gpg,
                        "--armor",
                        "--detach-sign",
                        folder.resolve("repodata/repomd.xml").toString());
                Repository repository = RepositoryClient.builder()
                        .cacheDirectory(temp.resolve("cache"))
                        .onWarning(warnings::add)
                        .build()
                        .load(config);
                assertThat(repository.packages().get(0).nevra().name())
                        .isEqualTo(warnings.isEmpty() ? "r" + revision : "r1700000001");
            }
            assertThat(warnings)
                    .containsExactly(new RepositoryWarning.OlderMetadata("signed", "1700000001", "1700000000"));
            RepositoryClient strict = RepositoryClient.builder()
                    .cacheDirectory(temp.resolve("cache"))
                    .strict(true)
                    .build();
            assertThatThrownBy(() -> strict.load(config)).isInstanceOf(VerificationException.class);
        } finally {
            HostTools.run(List.of("gpgconf", "--kill", "all"), Map.of("GNUPGHOME", home.toString()));
            HostTools.run("rm", "-rf", home.toString());
        }
    }

    /** Makes dnf download the only package of a repository; prints whether it does. */
    private static final String DNF = """
            import sys, dnf
            base = dnf.Base()
            base.conf.substitutions['releasever'] = '1'
            base.conf.cachedir = base.conf.persistdir = base.conf.installroot = sys.argv[2]
            base.conf.retries = 1
            base.repos.add_new_repo('r', base.conf, baseurl=[sys.argv[1]], gpgcheck=False)
            base.fill_sack(load_system_repo=False)
            try:
                base.download_packages(list(base.sack.query().available()))
                print('taken')
            except dnf.exceptions.Error as e:
                print('refused')
            """;

    /** dnf copies any local file that a remote repository names; here only a local one may. */
    @Test
    void locationsAreAcceptedIfDnfAcceptsThemAndTheRepositoryMayNameThem() throws IOException {
        DnfOracle.require();
        new RepositoryBuilder(folder).add("one", new byte[] {1}).write();
        Path rpm = folder.resolve("Packages/one-1.0-1.noarch.rpm");
        Path elsewhere = Files.copy(rpm, temp.resolve("elsewhere.rpm"));
        String stated = "location href=\"Packages/one-1.0-1.noarch.rpm\"";
        try (TestServer server = new TestServer(folder)) {
            List<String> locations = List.of(
                    stated,
                    "location href=\"/Packages/one-1.0-1.noarch.rpm\"",
                    "location href=\"../elsewhere.rpm\"",
                    "location href=\"" + elsewhere + "\"",
                    "location href=\"" + elsewhere.toUri() + "\"",
                    "location xml:base=\"" + temp.toUri() + "\" href=\"elsewhere.rpm\"",
                    "location xml:base=\"" + server.url() + "Packages\" href=\"one-1.0-1.noarch.rpm\"");
            int number = 0;
            List<String> answers = new ArrayList<>();
            for (String location : locations) {
                List<String> primary = new ArrayList<>();
                new RepositoryBuilder(folder)
                        .add("one", new byte[] {1})
                        .edit(text -> {
                            primary.add(text.replace(stated, location));
                            return text;
                        })
                        .write();
                new RepositoryBuilder(folder) // not compressed: dnf relies on the file name
                        .replace("primary", primary.get(0).getBytes(StandardCharsets.UTF_8))
                        .replace(
                                "filelists",
                                "<filelists xmlns=\"http://linux.duke.edu/metadata/filelists\"/>"
                                        .getBytes(StandardCharsets.UTF_8))
                        .write();
                for (URI base : List.of(server.url(), folder.toUri())) {
                    Path cache = Files.createDirectory(temp.resolve("cache" + number++));
                    HostTools.Result dnf = HostTools.run(
                                    "/usr/bin/python3",
                                    "-c",
                                    DNF,
                                    base.toString(),
                                    cache.resolve("dnf").toString())
                            .orFail();
                    answers.add(dnf.stdout().strip() + " " + (takes(base, cache) ? "taken" : "refused"));
                }
            }
            assertThat(answers)
                    .containsExactly(
                            "taken taken",
                            "taken taken",
                            "taken taken",
                            "taken taken",
                            "refused refused",
                            "taken taken",
                            "refused refused",
                            "refused refused",
                            "taken refused", // file:/// from http
                            "refused taken",
                            "taken refused", // xml:base of a local folder from http
                            "taken taken",
                            "taken taken",
                            "taken taken");
        }
    }

    private boolean takes(URI base, Path cache) {
        try {
            Repository repository = RepositoryClient.builder()
                    .cacheDirectory(cache.resolve("ours"))
                    .build()
                    .load(RepositoryConfig.builder("r").baseUrl(base).build());
            repository.fetch(repository.packages().get(0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void run(List<String> command, String... arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        HostTools.run(all, Map.of()).orFail();
    }
}
