package io.relocpy.rpm.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.ResolutionException;
import io.relocpy.repository.internal.index.IndexInput;
import io.relocpy.repository.internal.index.IndexOutput;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.internal.parse.FilelistsReader;
import io.relocpy.rpm.internal.parse.MetadataStream;
import io.relocpy.rpm.internal.parse.PrimaryReader;
import io.relocpy.rpm.metadata.Repository;
import io.relocpy.rpm.metadata.RepositoryBuilder;
import io.relocpy.rpm.metadata.RepositoryClient;
import io.relocpy.rpm.metadata.RepositoryConfig;
import io.relocpy.rpm.resolve.Resolver;
import io.relocpy.rpm.resolve.TestRepository;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataIndexTest {
    @TempDir
    Path temp;

    private Path folder;
    private List<PackageMetadata> parsed;

    @BeforeEach
    void makeRepository() throws IOException {
        folder = new RepositoryBuilder(Files.createDirectory(temp.resolve("repo")))
                .add("one", "1".getBytes(StandardCharsets.UTF_8), "/usr/bin/one", "/usr/share/größe", "/")
                .add("zwei", "12".getBytes(StandardCharsets.UTF_8))
                .add("drei", "XII".getBytes(StandardCharsets.UTF_8))
                .write();
        parsed = List.copyOf(load().packages()); // copied, since the index will be damaged
    }

    private Repository load() throws IOException {
        return RepositoryClient.builder()
                .cacheDirectory(temp.resolve("cache"))
                .build()
                .load(RepositoryConfig.ofDirectory(folder));
    }

    private Path index() throws IOException {
        try (Stream<Path> files = Files.list(temp.resolve("cache/index"))) {
            return files.findFirst().orElseThrow();
        }
    }

    @Test
    void givesTheSamePackagesAsTheXml() throws IOException {
        Files.delete(folder.resolve("repodata/primary.xml"));
        assertThat(load().packages()).isEqualTo(parsed).hasSize(3);
        assertThat(FileLists.of(load())).hasSize(3);
        Files.delete(folder.resolve("repodata/filelists.xml"));
        assertThat(FileLists.of(load()).get(0)).containsExactly("/usr/bin/one", "/usr/share/größe", "/");
        assertThat(FileLists.of(load()).get(1)).isEmpty();
    }

    @Test
    void isRebuiltWhenDamaged() throws IOException {
        byte[] right = Files.readAllBytes(index());
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] wrong = right.clone();
            if (i % 2 == 0) {
                wrong[random.nextInt(wrong.length)] ^= (byte) (1 + random.nextInt(255));
            } else {
                wrong = Arrays.copyOf(wrong, random.nextInt(wrong.length));
            }
            Files.write(index(), wrong);
            assertThat(load().packages()).isEqualTo(parsed);
            assertThat(Files.readAllBytes(index())).isEqualTo(right);
        }
    }

    @Test
    void isNotUsedForOtherMetadata() throws IOException {
        Path old = index();
        byte[] before = Files.readAllBytes(old);
        Files.delete(old);
        new RepositoryBuilder(folder)
                .add("two", "2".getBytes(StandardCharsets.UTF_8))
                .write();
        assertThat(load().packages()).hasSize(1);
        Files.write(index(), before);
        assertThat(load().packages()).hasSize(1);
    }

    @Test
    void isSkippedIfItCannotBeWritten() throws IOException {
        Files.delete(index());
        Files.delete(temp.resolve("cache/index"));
        Files.writeString(temp.resolve("cache/index"), "a file in place of the directory");
        assertThat(load().packages()).isEqualTo(parsed);
    }

    @Test
    void readsDamagedPathsOrReportsThem() throws IOException {
        PackageList packages = PackageList.of(parsed);
        byte[] right;
        try (InputStream in = MetadataStream.open(folder.resolve("repodata/filelists.xml"), "lists", -1)) {
            right = IndexOutput.inMemory(FilelistsReader.read(in, "lists")::writeTo)
                    .array();
        }
        readsOrReportsDamage(right, body -> FileLists.read(new IndexInput(body, "wrong"))
                .of(packages)
                .values()
                .forEach(List::hashCode));
    }

    @Test
    void readsDamagedPackagesOrReportsThem() throws IOException {
        byte[] right;
        try (InputStream in = MetadataStream.open(folder.resolve("repodata/primary.xml"), "packages", -1)) {
            right = IndexOutput.inMemory(PrimaryReader.read(in, "packages")::writeTo)
                    .array();
        }
        assertThat(new PackageList(PackageTable.read(new IndexInput(ByteBuffer.wrap(right), "right"))))
                .isEqualTo(parsed);
        readsOrReportsDamage(right, body -> {
            PackageTable table = PackageTable.read(new IndexInput(body, "wrong"));
            Resolver resolver = Resolver.builder()
                    .repositories(List.of(TestRepository.of("wrong", new PackageList(table))))
                    .build();
            for (String request : List.of("one", "zw*", "/usr/bin/one", "nothing")) {
                try {
                    resolver.toBuilder().weakDependencies(true).build().resolve(List.of(request));
                } catch (ResolutionException e) {
                    assertThat(e).isNotNull(); // any answer is fine
                }
            }
            new PackageList(table).forEach(PackageMetadata::hashCode);
        });
    }

    private interface Reading {
        void read(ByteBuffer body) throws IOException;
    }

    /** Changes bytes and numbers, and truncates. */
    private static void readsOrReportsDamage(byte[] right, Reading reading) throws IOException {
        Random random = new Random(2);
        int refused = 0;
        for (int i = 0; i < 4_000; i++) {
            byte[] wrong = i % 100 == 0 ? Arrays.copyOf(right, random.nextInt(right.length)) : right.clone();
            ByteBuffer numbers = ByteBuffer.wrap(wrong).order(ByteOrder.LITTLE_ENDIAN);
            for (int j = random.nextInt(4); j >= 0 && wrong.length >= 4; j--) {
                int place = random.nextInt(wrong.length);
                if (random.nextBoolean()) {
                    wrong[place] = (byte) random.nextInt(256);
                } else {
                    numbers.putInt(Math.min(place, wrong.length - 4) & -4, random.nextInt(40) - 5);
                }
            }
            try {
                reading.read(ByteBuffer.wrap(wrong));
            } catch (FormatException e) {
                assertThat(e).hasMessageContaining("wrong");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }
}
