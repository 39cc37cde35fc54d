package io.relocpy.bundle.internal.format;

import static io.relocpy.bundle.Samples.bundled;
import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.Samples;
import io.relocpy.bundle.internal.tree.BundleTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

/** Commons Compress wrote the archives of format 1 and is the oracle of their form. */
class TarLayoutTest {
    private static final String[] PARTS = {
        "a", "lib64/", "ü", "日本/", "x".repeat(60), "-", "\\", "😀", " ", "..", "\u007f"
    };

    @Test
    void everyHeaderIsTheOneThatCommonsCompressWrites() throws IOException {
        Random random = new Random(15);
        for (int i = 0; i < 3000; i++) {
            TarEntry entry =
                    switch (i % 3) {
                        case 0 -> TarEntry.file(name(random), random.nextBoolean(), size(random), time(random));
                        case 1 -> TarEntry.link(name(random), name(random), time(random));
                        default -> TarEntry.directory(name(random), time(random));
                    };
            assertThat(TarLayout.header(entry)).as(entry.toString()).isEqualTo(byCommonsCompress(entry));
        }
    }

    @Test
    void namesAroundTheLengthOfTheFieldAreWhatCommonsCompressWrites() throws IOException {
        for (int length = 97; length <= 102; length++) {
            String name = "n".repeat(length);
            TarEntry file = TarEntry.file(name, true, 1, 1);
            TarEntry link = TarEntry.link("link", name, 1);
            TarEntry directory = TarEntry.directory(name, 1);

            assertThat(TarLayout.header(file)).isEqualTo(byCommonsCompress(file));
            assertThat(TarLayout.header(link)).isEqualTo(byCommonsCompress(link));
            assertThat(TarLayout.header(directory)).isEqualTo(byCommonsCompress(directory));
        }
    }

    @Test
    void eachDirectoryStandsBeforeTheFirstEntryInIt() {
        List<TarEntry> entries = TarLayout.entries(
                "top",
                5,
                List.of(
                        TarEntry.file("a-b", false, 0, 1),
                        TarEntry.link("a/b/c", "d", 2),
                        TarEntry.file("a/b/d", false, 0, 3),
                        TarEntry.file("a/z", false, 0, 4)));

        assertThat(entries)
                .extracting(TarEntry::name)
                .containsExactly("top/", "top/a-b", "top/a/", "top/a/b/", "top/a/b/c", "top/a/b/d", "top/a/z");
        assertThat(entries).extracting(TarEntry::modified).containsExactly(5L, 1L, 5L, 5L, 2L, 3L, 4L);
    }

    @Test
    void aWholeArchiveEndsAsCommonsCompressEndsIt() throws IOException {
        ByteArrayOutputStream ours = new ByteArrayOutputStream();
        TarWriter.write(BundleTree.of(List.of(bundled("share/text", "text"))), "top", Samples.TIME, ours, file -> {});
        ByteArrayOutputStream theirs = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = commonsCompress(theirs)) {
            long time = Samples.TIME.getEpochSecond();
            for (TarEntry entry : new ArrayList<>(List.of(
                    TarEntry.directory("top", time),
                    TarEntry.directory("top/share", time),
                    TarEntry.file("top/share/text", false, 4, time)))) {
                tar.putArchiveEntry(commonsCompress(entry));
                tar.write(new byte[] {'t', 'e', 'x', 't'}, 0, (int) entry.size());
                tar.closeArchiveEntry();
            }
        }

        assertThat(ours.toByteArray()).isEqualTo(theirs.toByteArray());
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder("n");
        for (int i = random.nextInt(8); i > 0; i--) {
            name.append(PARTS[random.nextInt(PARTS.length)]);
        }
        return name.append('e').toString();
    }

    private static long size(Random random) {
        return random.nextInt(10) == 0 ? random.nextLong(1L << 36) : random.nextInt(100_000);
    }

    private static long time(Random random) {
        return random.nextInt(10) == 0 ? random.nextLong(TarEntry.MAX_TIME + 1) : random.nextInt(Integer.MAX_VALUE);
    }

    private static byte[] byCommonsCompress(TarEntry entry) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        commonsCompress(out).putArchiveEntry(commonsCompress(entry));
        return out.toByteArray();
    }

    private static TarArchiveOutputStream commonsCompress(ByteArrayOutputStream out) {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        return tar;
    }

    private static TarArchiveEntry commonsCompress(TarEntry entry) {
        TarArchiveEntry other = new TarArchiveEntry(entry.name(), (byte) entry.type().flag);
        other.setIds(0, 0);
        other.setNames("", "");
        other.setMode(entry.mode());
        other.setModTime(entry.modified() * 1000);
        other.setSize(entry.size());
        other.setLinkName(entry.target());
        return other;
    }
}
