package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.bundle.BundleOutput.Compression;
import io.relocpy.bundle.internal.build.SmallBundle;
import io.relocpy.bundle.internal.format.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleOutputTest {
    @TempDir
    Path folder;

    private void write(BundleOutput output) throws IOException {
        SmallBundle.write(output.target(), SmallBundle.described(SmallBundle.files()), false, null);
    }

    @ParameterizedTest
    @CsvSource({"GZIP, .tar.gz", "ZSTD, .tar.zst", "XZ, .tar.xz", "NONE, .tar"})
    void aStatedCompressionIsTheSameAsThatOfAName(Compression compression, String ending) throws IOException {
        write(BundleOutput.archive(folder.resolve("hello"), compression));
        Path named = Files.createDirectory(folder.resolve("named")).resolve("hello" + ending);
        write(BundleOutput.archive(named));

        assertThat(folder.resolve("hello")).hasSameBinaryContentAs(named);
        assertThat(Bundle.verify(folder.resolve("hello")).isSound()).isTrue();
    }

    @Test
    void theTopDirectoryHasNoEndingThatStatesACompression() throws IOException {
        Target target = BundleOutput.archive(folder.resolve("a.tar.gz"), Compression.ZSTD)
                .target();

        assertThat(target.name()).isEqualTo("a");
    }

    @Test
    void aDirectoryCanBeNamedLikeAnArchive() throws IOException {
        write(BundleOutput.directory(folder.resolve("a.tar.gz")));

        assertThat(folder.resolve("a.tar.gz/relocpy.json")).isRegularFile();
    }

    @ParameterizedTest
    @CsvSource({"a.tgz, a.tar.gz", "a.tzst, a.tar.zst", "a.txz, a.tar.xz"})
    void shortEndingsMeanTheSame(String name, String whole) throws IOException {
        assertThat(BundleOutput.of(folder.resolve(name)).target().getClass())
                .isEqualTo(BundleOutput.of(folder.resolve(whole)).target().getClass());
        assertThat(BundleOutput.of(folder.resolve(name)).target().name()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.TAR.GZ", "a.Tgz", "a.tar.bz2", "a.tbz2", "a.ZIP", ".tar", ".tar.gz", ".tgz", "a.tar.GZ"})
    void aNameThatIsAlmostAnArchivesIsNotADirectorys(String name) {
        assertThatThrownBy(() -> BundleOutput.of(folder.resolve(name)).target())
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("no such kind of archive; use .tar.gz");
    }

    @Test
    void outputsAreEqualIfPathAndFormAre() {
        Path path = Path.of("a.tar.gz");
        List<BundleOutput> different = List.of(
                BundleOutput.of(path),
                BundleOutput.directory(path),
                BundleOutput.archive(path),
                BundleOutput.archive(path, Compression.GZIP),
                BundleOutput.archive(path, Compression.ZSTD),
                BundleOutput.of(Path.of("b.tar.gz")));

        assertThat(different).doesNotHaveDuplicates();
        assertThat(different.stream().map(BundleOutput::toString)).doesNotHaveDuplicates();
        assertThat(BundleOutput.archive(Path.of("a.tar.gz"), Compression.ZSTD))
                .isEqualTo(different.get(4))
                .hasSameHashCodeAs(different.get(4))
                .hasToString("a.tar.gz (archive, ZSTD)");
    }

    @Test
    void anEmptyPathIsNotThisDirectory() {
        for (BundleOutput output : Arrays.asList(
                BundleOutput.of(Path.of("")),
                BundleOutput.directory(Path.of("")),
                BundleOutput.archive(Path.of(""), Compression.NONE))) {
            assertThatThrownBy(output::target)
                    .isInstanceOf(BundleException.class)
                    .hasMessage("target: expected the name of an archive or directory, found an empty path");
        }
    }

    @Test
    void anArchiveOfAnUnknownKindIsRefused() {
        for (String name : Arrays.asList("a", "a.zip", "a.tar.bz2")) {
            assertThatThrownBy(() -> write(BundleOutput.archive(folder.resolve(name))))
                    .isInstanceOf(BundleException.class)
                    .hasMessageContaining("expected the name of an archive");
        }
        assertThat(folder).isEmptyDirectory();
    }
}
