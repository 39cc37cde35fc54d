package io.relocpy.bundle.internal.build;

import static io.relocpy.bundle.Samples.TIME;
import static io.relocpy.bundle.Samples.bundled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.Samples;
import io.relocpy.bundle.internal.format.Target;
import io.relocpy.bundle.internal.format.WorkingDirectory;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.Origin;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteStepTest {
    @TempDir
    Path folder;

    private final List<BundleFile> files = List.of(
            bundled("share/ü/" + "long".repeat(40), "text"),
            new BundleFile.Regular(
                    "bin/run", Content.of("#!"), true, TIME, Origin.WithoutPackage.ASSEMBLY, Samples.REASON, List.of()),
            BundleFile.Link.made("bin/alias", "run", Samples.REASON));

    @Test
    void aDirectoryHasStatedModesAndTimes() throws IOException {
        Path target = folder.resolve("out");

        write(target);

        assertThat(target.resolve("bin/run")).hasContent("#!");
        assertThat(mode(target.resolve("bin/run"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(target.resolve("share/ü/" + "long".repeat(40)))).isEqualTo("rw-r--r--");
        assertThat(mode(target.resolve("share"))).isEqualTo("rwxr-xr-x");
        assertThat(Files.readSymbolicLink(target.resolve("bin/alias"))).hasToString("run");
        try (Stream<Path> all = Files.walk(target)) {
            assertThat(all).allSatisfy(path -> assertThat(Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS))
                    .isEqualTo(FileTime.from(TIME)));
        }
    }

    @Test
    void anArchiveHoldsOneTopDirectoryInSortedOrderOfNobody() throws IOException {
        Path target = folder.resolve("out.tar.gz");

        write(target);

        List<TarArchiveEntry> entries = new ArrayList<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(target)), "UTF-8")) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                entries.add(entry);
            }
        }
        assertThat(entries)
                .extracting(TarArchiveEntry::getName)
                .containsExactly(
                        "out/",
                        "out/bin/",
                        "out/bin/alias",
                        "out/bin/run",
                        "out/share/",
                        "out/share/ü/",
                        "out/share/ü/" + "long".repeat(40));
        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.getLongUserId()).isZero();
            assertThat(entry.getUserName()).isEmpty();
            assertThat(entry.getLastModifiedTime()).isEqualTo(FileTime.from(TIME));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.tar", "out.tar.gz", "out.tgz", "out.tar.zst", "out.tar.xz"})
    void everyKindOfArchiveHoldsTheSameAndIsTheSameAgain(String name) throws Exception {
        write(folder.resolve("a/" + name));
        write(folder.resolve("b/" + name));
        write(folder.resolve("plain/out.tar"));

        assertThat(folder.resolve("a/" + name)).hasSameBinaryContentAs(folder.resolve("b/" + name));
        assertThat(unpacked(folder.resolve("a/" + name)))
                .isEqualTo(Files.readAllBytes(folder.resolve("plain/out.tar")));
    }

    private static byte[] unpacked(Path archive) throws Exception {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
            return archive.toString().endsWith(".tar")
                    ? in.readAllBytes()
                    : new CompressorStreamFactory()
                            .createCompressorInputStream(in)
                            .readAllBytes();
        }
    }

    @Test
    void anExistingTargetIsRefusedAndKept() throws IOException {
        Path target = Files.writeString(folder.resolve("out.tar.gz"), "mine");

        assertThatThrownBy(() -> Target.of(target).checkExisting(false))
                .isInstanceOf(BundleException.class)
                .hasMessage(target + ": already exists");
        assertThat(target).hasContent("mine");
    }

    @Test
    void aTargetThatComesIntoBeingMeanwhileIsKept() throws IOException {
        Path path = folder.resolve("out.tar.gz");
        Target target = Target.of(path);
        try (WorkingDirectory working = new WorkingDirectory(path)) {
            Files.writeString(path, "mine");

            assertThatThrownBy(() ->
                            new WriteStep(target, false, working, new Progress(event -> {}), null).write(files, TIME))
                    .isInstanceOf(BundleException.class)
                    .hasMessage(path + ": already exists");
        }
        assertThat(path).hasContent("mine");
        assertThat(folder).isDirectoryNotContaining("glob:**/.out*");
    }

    @Test
    void anArchiveIsReplacedOnRequest() throws IOException {
        Path target = Files.writeString(folder.resolve("out.tar"), "old");

        replace(target);

        assertThat(target.toFile().length()).isGreaterThan(10);
        assertThat(folder.toFile().list()).containsExactly("out.tar");
    }

    @Test
    void onlyARegularFileIsReplacedByAnArchive() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("out.tar"));
        Path link = Files.createSymbolicLink(folder.resolve("link.tar"), Path.of("elsewhere"));

        assertThatThrownBy(() -> replace(directory))
                .hasMessage(directory + ": is not replaced: it is not a regular file");
        assertThatThrownBy(() -> replace(link)).hasMessage(link + ": is not replaced: it is not a regular file");
    }

    @Test
    void aBundleIsReplacedOnRequestTogetherWithWhatPythonCompiled() throws IOException {
        Path target = folder.resolve("out");
        ReplacedDirectory.write(target, "old");
        Files.createDirectories(target.resolve("lib/__pycache__"));
        Files.writeString(target.resolve("lib/__pycache__/os.cpython-313.pyc"), "");

        ReplacedDirectory.write(target, "new");

        assertThat(target.resolve("lib/os.py")).hasContent("new");
        assertThat(target.resolve("lib/__pycache__")).doesNotExist();
        assertThat(folder.toFile().list()).containsExactly("out");
    }

    @Test
    void aDirectoryThatIsNoBundleIsNotReplaced() throws IOException {
        Path target = Files.createDirectory(folder.resolve("out"));
        Path mine = Files.writeString(target.resolve("mine"), "mine");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);

        assertThatThrownBy(() -> replace(target))
                .isInstanceOf(BundleException.class)
                .hasMessage(target + ": is not replaced: it is not a bundle, it has no relocpy.json");
        assertThatThrownBy(() -> replace(link)).hasMessage(link + ": is not replaced: it is not a directory");
        assertThat(mine).hasContent("mine");
    }

    @Test
    void aBundleWithFilesThatWereAddedOrChangedIsNotReplaced() throws IOException {
        Path target = folder.resolve("out");
        ReplacedDirectory.write(target, "old");
        Path added = Files.writeString(target.resolve("lib/added.py"), "mine");

        assertThatThrownBy(() -> ReplacedDirectory.write(target, "new"))
                .isInstanceOf(BundleException.class)
                .hasMessage(target
                        + ": is not replaced: it is not as it was written (lib/added.py: is not in the list of files)");
        Files.delete(added);
        Files.writeString(target.resolve("lib/os.py"), "own");
        assertThatThrownBy(() -> ReplacedDirectory.write(target, "new"))
                .hasMessageContaining("lib/os.py: expected sha256");
        assertThat(target.resolve("lib/os.py")).hasContent("own");
    }

    private void replace(Path path) throws IOException {
        Target.of(path).checkExisting(true);
        try (WorkingDirectory working = new WorkingDirectory(path)) {
            new WriteStep(Target.of(path), true, working, new Progress(event -> {}), null).write(files, TIME);
        }
    }

    @Test
    void anArchiveOfAnotherKindIsNotTakenForADirectory() {
        assertThatThrownBy(() -> Target.of(folder.resolve("out.zip")).checkExisting(false))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("use .tar.gz");
    }

    @Test
    void aTargetWithoutParentIsRefused() {
        Path target = folder.resolve("no/such/out.tar.gz");

        assertThatThrownBy(() -> new WorkingDirectory(target))
                .isInstanceOf(BundleException.class)
                .hasMessage(target + ": its parent directory does not exist");
    }

    private void write(Path path) throws IOException {
        Files.createDirectories(path.getParent());
        try (WorkingDirectory working = new WorkingDirectory(path)) {
            new WriteStep(Target.of(path), false, working, new Progress(event -> {}), null).write(files, TIME);
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
