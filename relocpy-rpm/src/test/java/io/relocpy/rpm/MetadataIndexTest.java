package io.relocpy.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
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
                .add("zwölf", "12".getBytes(StandardCharsets.UTF_8))
                .add("十二", "XII".getBytes(StandardCharsets.UTF_8))
                .write();
        parsed = load().packages();
    }

    private Repository load() throws IOException {
        return RepositoryClient.builder().cache(temp.resolve("cache")).build().load(RepositoryConfig.ofFolder(folder));
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
        assertThat(load().fileLists()).hasSize(3);
        Files.delete(folder.resolve("repodata/filelists.xml"));
        assertThat(load().fileLists().get(0)).containsExactly("/usr/bin/one", "/usr/share/größe", "/");
        assertThat(load().fileLists().get(1)).isEmpty();
    }

    @Test
    void isMadeAnewWhenItIsDamaged() throws IOException {
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
    void isNotTakenForOtherMetadata() throws IOException {
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
    void isDoneWithoutWhereItCanNotBeWritten() throws IOException {
        Files.delete(index());
        Files.delete(temp.resolve("cache/index"));
        Files.writeString(temp.resolve("cache/index"), "a file where the folder should be");
        assertThat(load().packages()).isEqualTo(parsed);
    }

    @Test
    void readsAnyPathsOrSaysThatTheyAreWrong() throws IOException {
        byte[] right;
        try (InputStream in = MetadataStream.open(folder.resolve("repodata/filelists.xml"), "lists", -1)) {
            right = FilelistsReader.read(in, "lists").encode();
        }
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] wrong = right.clone();
            wrong[random.nextInt(wrong.length)] = (byte) random.nextInt(256);
            try {
                FileLists.decode(ByteBuffer.wrap(wrong), "wrong")
                        .lists()
                        .values()
                        .forEach(List::hashCode);
            } catch (RpmFormatException e) {
                assertThat(e).hasMessageContaining("wrong");
            }
        }
    }

    @Test
    void readsAnyBytesOrSaysThatTheyAreWrong() {
        byte[] right = IndexEncoder.encode(parsed);
        assertThatCode(() -> IndexDecoder.decode(ByteBuffer.wrap(right), "right"))
                .doesNotThrowAnyException();
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            byte[] wrong = right.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                wrong[random.nextInt(wrong.length)] = (byte) random.nextInt(256);
            }
            try {
                IndexDecoder.decode(ByteBuffer.wrap(wrong), "wrong");
            } catch (RpmFormatException e) {
                assertThat(e).hasMessageContaining("wrong");
            }
        }
        assertThatThrownBy(() -> IndexDecoder.decode(ByteBuffer.allocate(0), "empty"))
                .isInstanceOf(RpmFormatException.class);
    }
}
