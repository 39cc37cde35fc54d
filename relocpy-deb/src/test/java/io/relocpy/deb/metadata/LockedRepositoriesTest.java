package io.relocpy.deb.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.deb.file.DebBuilder;
import io.relocpy.deb.resolve.DebRepositories;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.Closure;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.RepositoryException;
import io.relocpy.repository.RepositoryListener;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.internal.io.Checksums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A lockfile states all that a build needs to know of a repository. */
class LockedRepositoriesTest {
    @TempDir
    Path directory;

    private OurWorld world;
    private Path lock;
    private Closure first;

    @BeforeEach
    void lock() throws IOException {
        world = new OurWorld(directory.resolve("world"));
        world.archive.files.put(
                AptArchive.PACKAGES,
                AptArchive.bytes(put("hello", "2", "Depends: greeting (>= 1)\n")
                        + put("greeting-data", "1", "Provides: greeting (= 1)\n")));
        world.archive.write(world.key);
        lock = directory.resolve("relocpy.lock");
        first = resolve(repositories("cache"));
        Files.writeString(lock, first.inputs().lock());
    }

    @AfterEach
    void close() {
        world.close();
    }

    private String put(String name, String version, String relations) throws IOException {
        String control = "Package: " + name + "\nVersion: " + version + "\nArchitecture: amd64\n" + relations
                + "Maintainer: A <a@example.org>\nDescription: test\n";
        Path file = new DebBuilder().control("control", control).write(world.archive.root.resolve(name + ".deb"));
        return control + "Filename: " + name + ".deb\nSize: " + Files.size(file) + "\nSHA256: "
                + Checksums.of(Checksum.Algorithm.SHA_256, file).hex() + "\n\n";
    }

    private DebRepositories.Builder repositories(String cache) {
        return DebRepositories.builder()
                .sources(world.sources())
                .cacheDirectory(directory.resolve(cache))
                .refresh(true);
    }

    private Closure resolve(DebRepositories.Builder repositories) throws IOException {
        ClosureRequest request =
                ClosureRequest.builder(List.of("hello"), "amd64").lockfile(lock).build();
        return repositories.build().resolve(request, RepositoryListener.NONE);
    }

    private void expectTheSame(Closure locked) throws IOException {
        locked.fetch(each -> {});
        assertThat(locked.packages())
                .extracting(ClosurePackage::id, ClosurePackage::requires, ClosurePackage::packageUrl)
                .containsExactlyElementsOf(first.packages().stream()
                        .map(each -> org.assertj.core.groups.Tuple.tuple(each.id(), each.requires(), each.packageUrl()))
                        .toList());
        assertThat(locked.packages().get(1).requires()).containsExactly("greeting-data-1.amd64");
        assertThat(locked.inputs().lock()).isEqualTo(first.inputs().lock());
    }

    @Test
    void nothingButPackagesIsAskedFor() throws IOException {
        Files.move(world.archive.root.resolve("dists"), directory.resolve("gone"));
        Files.delete(directory.resolve("world/keys.gpg"));
        int before = world.server.requests().size();

        Closure locked = resolve(repositories("other"));

        expectTheSame(locked);
        assertThat(locked.inputs()).as("with the key that signed the list").isEqualTo(first.inputs());
        assertThat(locked.inputs().repositories().get(0).keys())
                .containsExactly(world.key.fingerprint().toLowerCase(Locale.ROOT));
        assertThat(world.server
                        .requests()
                        .subList(before, world.server.requests().size()))
                .containsExactlyInAnyOrder("/hello.deb", "/greeting-data.deb");
        assertThat(directory.resolve("other/index")).doesNotExist();
    }

    @Test
    void packagesInTheCacheAreEnoughOffline() throws IOException {
        first.fetch(each -> {});
        world.close();
        expectTheSame(resolve(repositories("cache").offline(true)));
        try (Stream<Path> metadata = Files.walk(directory.resolve("cache/repositories"))) {
            for (Path file : metadata.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }

        Closure locked = resolve(repositories("cache").offline(true));

        expectTheSame(locked);
        assertThat(locked.inputs()).isEqualTo(first.inputs());
        assertThatThrownBy(() -> resolve(repositories("empty").offline(true)))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("offline");
    }

    /** As was written before keys were. */
    @Test
    void aLockfileWithoutKeysIsEnough() throws IOException {
        Files.writeString(lock, Files.readString(lock).replaceAll("(?m)^key\t.*\n", ""));

        Closure locked = resolve(repositories("other"));

        assertThat(locked.packages())
                .extracting(ClosurePackage::id)
                .containsExactlyElementsOf(
                        first.packages().stream().map(ClosurePackage::id).toList());
        assertThat(locked.inputs().repositories().get(0).keys())
                .as("nobody knows")
                .isEmpty();
    }

    @Test
    void directoriesAreNotListedEither() throws IOException {
        world.uri = "file:" + world.archive.root;
        Files.delete(lock);
        first = resolve(repositories("cache"));
        Files.writeString(lock, first.inputs().lock());
        Files.delete(world.archive.suite(AptArchive.PACKAGES));
        expectTheSame(resolve(repositories("cache").offline(true)));
        Path packages = Files.createDirectory(directory.resolve("packages"));
        for (String name : List.of("hello.deb", "greeting-data.deb")) {
            Files.copy(world.archive.root.resolve(name), packages.resolve(name));
        }
        DebRepositories.Builder named = DebRepositories.builder().directories(packages);
        Files.delete(lock);
        first = resolve(named);
        Files.writeString(lock, first.inputs().lock());
        Files.writeString(packages.resolve("new.deb"), "no package at all");

        expectTheSame(resolve(named));
    }

    @Test
    void otherSourcesAreNotAskedAtAll() throws IOException {
        AptSource other = AptSource.builder("http://localhost:1/", "beta")
                .components("main")
                .build();

        expectTheSame(resolve(repositories("other").sources(other)));

        Files.writeString(lock, Files.readString(lock).replace("_alpha", "_gamma"));
        assertThatThrownBy(() -> resolve(repositories("other").sources(other)))
                .isInstanceOf(RepositoryException.class)
                .hasMessageMatching(".*is locked from .*_gamma, which is not among \\[.*_alpha, localhost:1_beta]");
    }

    /** What the next line of a hand could make of a lockfile. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello\\t2 | hello\\t3 | expected the package hello:amd64=3",
                "greeting-data\\t1 | other\\t1 | expected the package other:amd64=1",
                "hello.deb | greeting-data.deb | expected",
                "hello.deb | ../hello.deb | expected a file name below its source",
                "hello.deb | https://u:s3cret@example.org/hello.deb | expected a file name below its source",
                "hello.deb | /etc/passwd | expected a file name below its source",
                "SHA-256:.{8} | SHA-256:00000000 | expected",
            })
    void changedLinesAreFound(String before, String after, String message) throws IOException {
        String text = Files.readString(lock);
        String changed = text.replaceFirst(before.replace("\\t", "\t"), after.replace("\\t", "\t"));
        Files.writeString(lock, changed);

        assertThat(changed).isNotEqualTo(text);
        assertThatThrownBy(() -> resolve(repositories("other")))
                .isInstanceOfAny(FormatException.class, TransferException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("s3cret");
    }
}
