package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.internal.build.SmallBundle;
import io.relocpy.bundle.internal.tree.BundleLayout;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no bundle, is damaged, or was made to do harm, is refused or told of. */
class UntrustedBundleTest {
    @TempDir
    Path folder;

    @Test
    void whatIsNoBundleIsNamed() throws IOException {
        Path missing = folder.resolve("missing");
        Path text = Files.writeString(folder.resolve("text"), "not an archive");
        Path empty = Files.createFile(folder.resolve("empty"));
        Path bundle = folder.resolve("bundle");
        SmallBundle.write(bundle, SmallBundle.files());
        Files.delete(bundle.resolve(BundleLayout.MANIFEST));

        assertRefused(missing, "does not exist");
        assertRefused(bundle, "is not a bundle: it has no relocpy.json");
        assertRefused(text, "");
        assertRefused(empty, "is an archive without files, not a bundle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.tar", "a.tar.gz", "a.tar.zst", "a.tar.xz"})
    void aTruncatedArchiveIsRefused(String name) throws IOException {
        Path archive = folder.resolve(name);
        SmallBundle.write(archive, SmallBundle.files());
        byte[] bytes = Files.readAllBytes(archive);
        for (int size : new int[] {bytes.length / 2 + 1, bytes.length * 3 / 4 + 1}) {
            Files.write(archive, Arrays.copyOf(bytes, size));

            // where a plain tar ends too early it only has fewer entries
            assertRefused(archive, name.equals("a.tar") ? "" : "is not an archive, or a damaged one");
        }
    }

    @Test
    void namesThatLeaveTheArchiveAreFoundAndNothingIsWritten() throws IOException {
        Path archive = archive(
                file("bundle/relocpy.json", "{}"),
                file("/absolute", "x"),
                file("bundle/../../up", "x"),
                file("other/beside", "x"),
                file("bundle/share//double", "x"));

        BundleVerification verification = Bundle.verify(archive);

        assertThat(verification.faults())
                .filteredOn(finding -> finding.check() == Check.ENTRY)
                .extracting(Finding::path)
                .containsExactly("/absolute", "bundle/../../up", "bundle/share//double", "other/beside");
        assertThat(Path.of("/absolute")).doesNotExist();
        assertThat(folder.resolve("../up")).doesNotExist();
    }

    @Test
    void entriesThatNoBundleHasAreFound() throws IOException {
        TarArchiveEntry device = new TarArchiveEntry("bundle/device", TarConstants.LF_CHR);
        TarArchiveEntry hardLink = new TarArchiveEntry("bundle/hard", TarConstants.LF_LINK);
        hardLink.setLinkName("/etc/passwd");
        TarArchiveEntry link = new TarArchiveEntry("bundle/link", TarConstants.LF_SYMLINK);
        link.setLinkName("/etc");
        Path archive = archive(
                file("bundle/relocpy.json", SmallBundle.manifest(List.of()).text()),
                new Entry(device, ""),
                new Entry(hardLink, ""),
                new Entry(link, ""),
                file("bundle/link/passwd", "x"),
                file("bundle/twice", "x"),
                file("bundle/twice", "y"));

        assertThat(Bundle.verify(archive).toText())
                .contains("device: is not in the list", "hard: is not in the list")
                .contains("link: leads to /etc of the host")
                .contains("link/passwd: lies below link, which is not a directory")
                .contains("twice: is in the archive twice");
    }

    @Test
    void hugeDeclaredSizesAreRefusedUnread() throws IOException {
        Path archive = archive(file("bundle/relocpy.json", "{}"), file("bundle/huge", "x"));
        for (long size : new long[] {(1L << 30) + (1L << 24), 1L << 32, 1L << 40, Long.MAX_VALUE}) {
            byte[] bytes = Files.readAllBytes(archive);
            writeSize(bytes, 1024, size);
            Files.write(archive, bytes);

            assertRefused(archive, "is not an archive, or a damaged one");
        }
    }

    @Test
    void headersWithoutEndAreRefusedUnread() throws IOException {
        Path archive = folder.resolve("bomb.tar.gz");
        TarArchiveEntry name = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
        name.setSize(1L << 30);
        byte[] header = new byte[512];
        name.writeEntryHeader(header);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
            out.write(header);
            byte[] block = new byte[1 << 20];
            Arrays.fill(block, (byte) 'a');
            for (int i = 0; i < 8; i++) {
                out.write(block);
            }
        }

        assertRefused(archive, "more bytes than expected of an entry's header");
    }

    @Test
    void whateverIsDamagedTheAnswerIsAFindingOrABundleException() throws IOException {
        Path archive = folder.resolve("a.tar");
        SmallBundle.write(archive, SmallBundle.files());
        byte[] bytes = Files.readAllBytes(archive);
        Random random = new Random(20_260);
        int found = 0;
        for (int i = 0; i < 400; i++) {
            byte[] damaged = bytes.clone();
            for (int j = 0; j <= i % 4; j++) {
                damaged[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Files.write(archive, damaged);
            try {
                found += Bundle.verify(archive).isSound() ? 0 : 1;
            } catch (BundleException e) {
                assertThat(e).hasMessageStartingWith(archive + ": ");
                found++;
            }
        }
        assertThat(found)
                .as("the rest hit padding, times and the bill of materials")
                .isGreaterThan(200);
    }

    @Test
    void controlCharactersOfNamesAreNotPrinted() throws IOException {
        Path archive =
                archive(file("relocpy.json", SmallBundle.manifest(List.of()).text()), file("a\u001b[2Jb\nc", ""));

        assertThat(Bundle.verify(archive).toText()).contains("fault  a\\u001b[2Jb\\u000ac: is not in the list");
    }

    private static void assertRefused(Path path, String why) {
        assertThatThrownBy(() -> Bundle.verify(path))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith(path + ": ")
                .hasMessageContaining(why);
    }

    private record Entry(TarArchiveEntry entry, String content) {}

    private static Entry file(String name, String content) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
        entry.setName(name);
        entry.setSize(content.getBytes(StandardCharsets.UTF_8).length);
        return new Entry(entry, content);
    }

    private Path archive(Entry... entries) throws IOException {
        Path archive = folder.resolve("made.tar");
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(archive), "UTF-8")) {
            for (Entry entry : entries) {
                tar.putArchiveEntry(entry.entry);
                tar.write(entry.content.getBytes(StandardCharsets.UTF_8));
                tar.closeArchiveEntry();
            }
        }
        return archive;
    }

    /** Writes the size of the entry whose header is at the offset, in base 256, and makes its checksum right. */
    private static void writeSize(byte[] tar, int header, long size) {
        tar[header + 124] = (byte) 0x80;
        for (int i = 1; i < 12; i++) {
            tar[header + 124 + i] = (byte) (i < 4 ? 0 : size >> 8 * (11 - i));
        }
        Arrays.fill(tar, header + 148, header + 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += tar[header + i] & 0xff;
        }
        byte[] octal = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(octal, 0, tar, header + 148, octal.length);
    }
}
