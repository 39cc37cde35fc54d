package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.BundleVerification.Outcome;
import io.relocpy.bundle.internal.format.DirectoryTarget;
import io.relocpy.bundle.internal.tree.BundleLayout;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles of all formats that were kept when they were written; those of format 1, written before there was format 2 and kept since, are verified, inspected and replaced. */
class FirstFormatTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"small.tar", "small.tar.gz", "small.tar.zst", "small.tar.xz"})
    void anArchiveIsSound(String name) throws IOException {
        Path archive = Files.write(folder.resolve(name), sample(name));

        assertThat(Bundle.verify(archive).toText()).isEqualTo(archive + ": sound, 0 notes in 14 files\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"small.tar", "small.tar.gz", "small.tar.zst", "small.tar.xz"})
    void anArchiveOfTheSecondFormatIsSound(String name) throws IOException {
        Path archive = Files.write(folder.resolve(name), kept("format-2/" + name));

        assertThat(Bundle.verify(archive).toText()).isEqualTo(archive + ": sound, 0 notes in 9 files\n");
        assertThat(Bundle.read(archive).packages())
                .extracting(BundleContents.ContentPackage::name)
                .containsExactly("python3");
    }

    @Test
    void aDirectoryIsSound() throws IOException {
        assertThat(Bundle.verify(unpack()).findings()).isEmpty();
    }

    @Test
    void aDirectoryIsReplacedAsLongAsItIsUnchanged() throws IOException {
        Path bundle = unpack();
        assertThat(DirectoryTarget.of(bundle).checkExisting(true)).isTrue();
        Files.createDirectory(bundle.resolve("lib64/__pycache__"));
        Files.writeString(bundle.resolve("lib64/__pycache__/x.cpython-313.pyc"), "");
        assertThat(DirectoryTarget.of(bundle).checkExisting(true)).isTrue();
    }

    @Test
    void itIsInspected() throws IOException {
        Path archive = Files.write(folder.resolve("small.tar"), sample("small.tar"));

        BundleContents contents = Bundle.read(archive);

        assertThat(contents.pythonVersion()).isEqualTo("3.13.5");
        assertThat(contents.packages())
                .extracting(BundleContents.ContentPackage::name)
                .containsExactly("python3", "demo");
        assertThat(contents.fileCount()).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"bomFormat\" : \"CycloneDX\", \"components\" : []}", "[", "nothing"})
    void aBillOfMaterialsThatIsNotOfThePackagesIsAFault(String text) throws IOException {
        Path bundle = unpack();
        Files.writeString(bundle.resolve(BundleLayout.SBOM), text);

        assertThat(Bundle.verify(bundle).faults())
                .extracting(Finding::check, Finding::path)
                .containsExactly(tuple(Check.FILE, BundleLayout.SBOM));
    }

    @Test
    void aMissingBillOfMaterialsOrAnotherPackageInItIsAFault() throws IOException {
        Path bundle = unpack();
        Path sbom = bundle.resolve(BundleLayout.SBOM);
        Files.writeString(sbom, Files.readString(sbom).replace("\"demo\"", "\"other\""));
        assertThat(Bundle.verify(bundle).toText())
                .contains("sbom.cdx.json: expected the 2 packages of relocpy.json, found 2 others");

        Files.delete(sbom);
        assertThat(Bundle.verify(bundle).toText()).contains("sbom.cdx.json: is missing");
    }

    @Test
    void anArchiveIsHeldToItsFormButForTheTimesOfFiles() throws IOException {
        TarPieces pieces = TarPieces.of(sample("small.tar"));

        assertThat(verify(pieces.changed("os.py", block -> TarPieces.put(block, 136, "14524770401 ")))
                        .outcome())
                .isEqualTo(Outcome.SOUND);
        for (String name : List.of("lib64/", "bin/python3", BundleLayout.MANIFEST, BundleLayout.SBOM)) {
            assertThat(verify(pieces.changed(name, block -> TarPieces.put(block, 136, "14524770401 ")))
                            .outcome())
                    .as(name)
                    .isEqualTo(Outcome.NOT_SOUND);
        }
        assertThat(verify(pieces.changed("os.py", block -> TarPieces.put(block, 100, "0004755 ")))
                        .outcome())
                .isEqualTo(Outcome.NOT_SOUND);
        byte[] longer = Arrays.copyOf(pieces.bytes(), pieces.bytes().length + 512);
        assertThat(verify(longer).outcome()).isEqualTo(Outcome.NOT_SOUND);
        Collections.swap(pieces.pieces, 3, 4);
        assertThat(verify(pieces.bytes()).outcome()).isEqualTo(Outcome.NOT_SOUND);
    }

    private BundleVerification verify(byte[] archive) throws IOException {
        return Bundle.verify(Files.write(folder.resolve("tampered"), archive));
    }

    private static byte[] sample(String name) {
        return kept("format-1/" + name);
    }

    private static byte[] kept(String name) {
        try (InputStream in = FirstFormatTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path unpack() throws IOException {
        try (InputStream in = FirstFormatTest.class.getResourceAsStream("format-1/small.tar");
                TarArchiveInputStream tar = new TarArchiveInputStream(in, "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectory(path);
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
                } else if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, path);
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString(entry.getMode() == 0755 ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
        return folder.resolve("small");
    }
}
