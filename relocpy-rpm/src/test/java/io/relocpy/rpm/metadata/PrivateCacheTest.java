package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.testing.TestServer;
import io.relocpy.rpm.file.RpmBuilder;
import io.relocpy.rpm.internal.index.FileLists;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache that somebody else may have modified. */
class PrivateCacheTest {
    private byte[] good = {};
    private byte[] evil = {};

    @TempDir
    Path temp;

    private Path cache;
    private Path folder;
    private TestServer server;

    @BeforeEach
    void serve() throws IOException {
        cache = temp.resolve("home/.cache/relocpy");
        folder = new RepositoryBuilder(Files.createDirectory(temp.resolve("repo")))
                .add("one", "good".repeat(1000).getBytes(StandardCharsets.UTF_8), "/usr/bin/one")
                .write();
        good = Files.readAllBytes(folder.resolve("Packages/one-1.0-1.noarch.rpm"));
        evil = good.clone();
        evil[evil.length - 1] ^= 1;
        server = new TestServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Repository load() throws IOException {
        return RepositoryClient.builder()
                .cacheDirectory(cache)
                .build()
                .load(RepositoryConfig.builder("demo").baseUrl(server.url()).build());
    }

    private static Path fetch(Repository repository) throws IOException {
        return repository.fetch(repository.packages().get(0));
    }

    private static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private void assertRefused(String why) {
        assertThatThrownBy(() -> fetch(load()))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("cache " + cache)
                .hasMessageContaining(why);
    }

    @Test
    void isOpenToItsOwnerAlone() throws IOException {
        Repository repository = load();
        fetch(repository);
        FileLists.of(repository);
        Set<String> modes = new TreeSet<>();
        try (Stream<Path> all = Files.walk(temp.resolve("home"))) {
            for (Path each : all.toList()) {
                modes.add((Files.isDirectory(each) ? "d" : "-")
                        + PosixFilePermissions.toString(Files.getPosixFilePermissions(each)));
            }
        }
        assertThat(modes).containsExactly("-rw-------", "drwx------");
    }

    @Test
    void isRejectedIfOthersCanWrite() throws IOException {
        load();
        mode(cache, "rwxrwxrwx");
        assertRefused("is writable by others (rwxrwxrwx)");
        mode(cache, "rwxr-xr-x"); // as earlier versions made it
        fetch(load());
        mode(cache.resolve("files"), "rwxrwxrwx");
        assertRefused("others can write to");
    }

    @Test
    void isRejectedIfItContainsALinkInPlaceOfADirectory() throws IOException {
        load();
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Files.move(cache.resolve("files"), temp.resolve("files"));
        Files.createSymbolicLink(cache.resolve("files"), elsewhere);
        assertRefused("a link in place of a directory");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void mayBeALinkItself() throws IOException {
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        mode(elsewhere, "rwx------");
        Files.createDirectories(cache.getParent());
        Files.createSymbolicLink(cache, elsewhere);
        assertThat(fetch(load())).startsWith(elsewhere).hasBinaryContent(good);
    }

    @Test
    void doesNotWriteThroughSymbolicOrHardLinks() throws IOException {
        Path file = fetch(load());
        Path victim = Files.write(temp.resolve("victim"), evil);
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        for (boolean hard : List.of(true, false)) {
            Files.delete(file);
            if (hard) {
                Files.createLink(partial, victim);
            } else {
                Files.createSymbolicLink(partial, victim);
            }
            assertThat(fetch(load())).isEqualTo(file).hasBinaryContent(good);
            assertThat(victim).hasBinaryContent(evil);
            assertThat(partial).doesNotExist();
            assertThat(file).isRegularFile().isNotSameAs(victim);
        }
    }

    @Test
    void doesNotReadThroughLinks() throws IOException {
        Path file = fetch(load());
        Path same = Files.write(temp.resolve("same"), good);
        Files.delete(file);
        Files.createSymbolicLink(file, same);
        fetch(load());
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(file).hasBinaryContent(good);
        Path index;
        try (Stream<Path> files = Files.list(cache.resolve("index"))) {
            index = files.findFirst().orElseThrow();
        }
        Files.move(index, temp.resolve("index"));
        Files.createSymbolicLink(index, temp.resolve("index"));
        load();
        assertThat(Files.isSymbolicLink(index)).isFalse();
        Path repomd;
        try (Stream<Path> files = Files.walk(cache.resolve("repositories"))) {
            repomd = files.filter(each -> each.endsWith("repomd.xml"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.move(repomd, temp.resolve("repomd.xml"));
        Files.createSymbolicLink(repomd, temp.resolve("repomd.xml"));
        int before = server.requests().size();
        load();
        assertThat(server.requests().size()).isGreaterThan(before);
        assertThat(Files.isSymbolicLink(repomd)).isFalse();
    }

    @Test
    void filesThatOthersMayWriteDoNotCount() throws IOException {
        Path file = fetch(load());
        Files.write(file, evil);
        mode(file, "rw-rw-rw-");
        assertThat(fetch(load())).hasBinaryContent(good);
        assertThat(Files.getPosixFilePermissions(file)).doesNotContain(PosixFilePermission.OTHERS_WRITE);
    }

    /** Changes the checksum in the index and updates its CRC-32C. */
    private void editIndex() throws IOException {
        try (Stream<Path> files = Files.list(cache.resolve("index"))) {
            for (Path index : files.toList()) {
                byte[] bytes = Files.readAllBytes(index);
                replace(bytes, words(good), words(evil));
                int header = 8 + 256 + 4;
                CRC32C crc = new CRC32C();
                crc.update(bytes, header, bytes.length - header);
                ByteBuffer.wrap(bytes).putInt(header - 4, (int) crc.getValue());
                Files.write(index, bytes);
            }
        }
    }

    private static void replace(byte[] in, byte[] before, byte[] after) {
        for (int i = 0; i + before.length <= in.length; i++) {
            if (Arrays.equals(in, i, i + before.length, before, 0, before.length)) {
                System.arraycopy(after, 0, in, i, after.length);
            }
        }
    }

    /** A checksum as in the index: little-endian words. */
    private static byte[] words(byte[] file) {
        ByteBuffer words = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer digest = ByteBuffer.wrap(HexFormat.of().parseHex(RpmBuilder.hex("SHA-256", file)));
        while (digest.hasRemaining()) {
            words.putInt(digest.getInt());
        }
        return words.array();
    }

    @Test
    void anIndexWithAnotherChecksumBringsInNoOtherPackage() throws IOException {
        load();
        editIndex();
        Files.write(folder.resolve("Packages/one-1.0-1.noarch.rpm"), evil);
        Repository repository = load();
        assertThat(repository.packages().get(0).checksum().hex()).isEqualTo(RpmBuilder.hex("SHA-256", evil));
        assertThatThrownBy(() -> fetch(repository))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("the index was modified");
    }

    @Test
    void aValidIndexIsComparedWithTheMetadata() throws IOException {
        load();
        assertThat(fetch(load())).hasBinaryContent(good);
    }
}
