package io.relocpy.rpm.metadata;

import static io.relocpy.repository.testing.Fuzzing.MIB;
import static io.relocpy.repository.testing.Fuzzing.readOrRefuse;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.internal.index.FileLists;
import io.relocpy.rpm.internal.parse.CompsReader;
import io.relocpy.rpm.internal.parse.FilelistsReader;
import io.relocpy.rpm.internal.parse.Modules;
import io.relocpy.rpm.internal.parse.PrimaryReader;
import io.relocpy.rpm.internal.parse.Repomd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/**
 * For any input, a reader returns a result or throws the checked exception, within a memory limit.
 *
 * <p>In a build, each test replays the inputs stored in {@code MetadataFuzzTestInputs}; CONTRIBUTING.md describes how
 * to fuzz.
 */
class MetadataFuzzTest {
    /** Objects that are created before their index is damaged. */
    private static List<PackageMetadata> packages;

    private static Map<Integer, List<String>> fileLists;

    @TempDir
    static Path folder;

    @FuzzTest
    void primary(byte[] data) throws IOException {
        readOrRefuse(64 * MIB, () -> PrimaryReader.read(stream(data), "fuzz"));
    }

    @FuzzTest
    void filelists(byte[] data) throws IOException {
        readOrRefuse(64 * MIB, () -> FilelistsReader.read(stream(data), "fuzz"));
    }

    @FuzzTest
    void repomd(byte[] data) throws IOException {
        readOrRefuse(64 * MIB, () -> Repomd.parse(data, "fuzz"));
    }

    @FuzzTest
    void comps(byte[] data) throws IOException {
        readOrRefuse(64 * MIB, () -> CompsReader.read(stream(data), "fuzz"));
    }

    @FuzzTest
    void modules(byte[] data) throws IOException {
        readOrRefuse(64 * MIB, () -> Modules.read(stream(data), "fuzz"));
    }

    /** Recognizes XML by its first character. */
    @FuzzTest
    void metalink(byte[] data) throws IOException {
        byte[] xml = new byte[data.length + 1];
        xml[0] = '<';
        System.arraycopy(data, 0, xml, 1, data.length);
        readOrRefuse(64 * MIB, () -> Mirrors.parse(xml, "fuzz"));
    }

    @FuzzTest
    void mirrorList(byte[] data) throws IOException {
        readOrRefuse(64 * MIB, () -> Mirrors.parse(data, "fuzz"));
    }

    @FuzzTest
    void repoFile(byte[] data) throws IOException {
        Path file = Files.write(folder.resolve("fuzz.repo"), data);
        readOrRefuse(64 * MIB, () -> RepoFiles.read(file, Map.of("a", "b", "releasever", "9")));
    }

    /** A damaged index is rebuilt and changes nothing; the input says which bytes to change. */
    @FuzzTest
    void index(byte[] data) throws IOException {
        RepositoryClient client = RepositoryClient.builder()
                .cacheDirectory(folder.resolve("cache"))
                .build();
        if (packages == null) {
            Path repository = Files.createDirectory(folder.resolve("repository"));
            new RepositoryBuilder(repository)
                    .add("one", new byte[] {1}, "/usr/bin/one", "/usr/share/größe")
                    .add("two", new byte[] {2})
                    .write();
            Repository indexed = client.load(RepositoryConfig.ofDirectory(repository));
            packages = List.copyOf(indexed.packages());
            fileLists = new HashMap<>();
            FileLists.of(indexed).forEach((index, paths) -> fileLists.put(index, List.copyOf(paths)));
        }
        Map<Path, byte[]> right = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder.resolve("cache/index"))) {
            for (Path file : files.sorted().toList()) {
                right.put(file, Files.readAllBytes(file));
                byte[] wrong = damaged(right.get(file), data);
                Files.write(file, wrong);
            }
        }
        Repository again = client.load(RepositoryConfig.ofDirectory(folder.resolve("repository")));
        assertThat(again.packages()).isEqualTo(packages);
        assertThat(FileLists.of(again)).isEqualTo(fileLists);
        for (Map.Entry<Path, byte[]> each : right.entrySet()) {
            Files.write(each.getKey(), each.getValue());
        }
    }

    /** Two bytes of the input are a position, the third is the new value; a value at the end truncates the file. */
    private static byte[] damaged(byte[] right, byte[] data) {
        byte[] wrong = right.clone();
        for (int i = 0; i + 2 < data.length; i += 3) {
            int position = (data[i] & 0xff) << 8 | data[i + 1] & 0xff;
            wrong[position % wrong.length] = data[i + 2];
        }
        return data.length % 3 == 1 ? Arrays.copyOf(wrong, wrong.length * (data[data.length - 1] & 0xff) / 256) : wrong;
    }

    private static InputStream stream(byte[] data) {
        return new ByteArrayInputStream(data);
    }
}
