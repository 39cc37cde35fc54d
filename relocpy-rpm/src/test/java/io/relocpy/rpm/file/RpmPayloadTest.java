package io.relocpy.rpm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RpmPayloadTest {
    @TempDir
    Path folder;

    private final RpmBuilder builder = new RpmBuilder();

    private Map<String, String> contents(PayloadOption... options) throws IOException {
        Map<String, String> contents = new LinkedHashMap<>();
        RpmFile rpm = RpmFile.open(builder.write(folder.resolve("sample.rpm")));
        try (RpmPayload payload = rpm.payload(options)) {
            for (Optional<PayloadEntry> next = payload.next(); next.isPresent(); next = payload.next()) {
                PayloadEntry entry = next.get();
                String text = new String(payload.content().readAllBytes(), StandardCharsets.UTF_8);
                contents.put(entry.path(), entry.hasContent() ? text : "-" + text);
            }
            assertThat(payload.next()).isEmpty();
        }
        return contents;
    }

    private AbstractThrowableAssert<?, ?> assertRefused() {
        return assertThatThrownBy(this::contents)
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("sample.rpm");
    }

    @Test
    void givesEntriesWithTheirContent() throws IOException {
        builder.file("/usr").folder();
        builder.file("/usr/a").content("first");
        builder.file("/usr/empty");
        builder.file("/usr/l").linkTo("a");
        assertThat(contents())
                .containsExactly(
                        Map.entry("/usr", "-"),
                        Map.entry("/usr/a", "first"),
                        Map.entry("/usr/empty", ""),
                        Map.entry("/usr/l", "-"));
    }

    @Test
    void readsTheStrippedForm() throws IOException {
        builder.stripped();
        builder.file("/usr").folder();
        builder.file("/usr/a").content("first");
        builder.file("/usr/l").linkTo("a");
        builder.file("/usr/b").content("second");
        assertThat(contents())
                .containsEntry("/usr/a", "first")
                .containsEntry("/usr/l", "-")
                .containsEntry("/usr/b", "second");
    }

    @Test
    void givesHardLinksWithTheContentAtTheLast() throws IOException {
        builder.file("/usr/one").content("same").inode(7).withoutContent();
        builder.file("/usr/other").content("x");
        builder.file("/usr/two").content("same").inode(7);
        assertThat(contents())
                .containsExactly(
                        Map.entry("/usr/one", "-"), Map.entry("/usr/other", "x"), Map.entry("/usr/two", "same"));
        try (RpmPayload payload = RpmFile.open(folder.resolve("sample.rpm")).payload()) {
            PayloadEntry first = payload.next().orElseThrow();
            assertThat(first).isNotNull();
            assertThat(first.names()).containsExactly("/usr/one", "/usr/two");
        }
    }

    @Test
    void skipsUnreadContent() throws IOException {
        builder.file("/usr/a").content("first");
        builder.file("/usr/b").content("second");
        RpmFile rpm = RpmFile.open(builder.write(folder.resolve("sample.rpm")));
        try (RpmPayload payload = rpm.payload()) {
            payload.next();
            payload.next();
            assertThat(payload.content().readAllBytes()).asString().isEqualTo("second");
        }
    }

    @Test
    void leavesGhostsOut() throws IOException {
        builder.file("/var/log/x").flags(1 << 6).notInPayload();
        builder.file("/usr/a").content("first");
        assertThat(contents()).containsOnlyKeys("/usr/a");
    }

    @Test
    void refusesAnEntryThatTheHeaderDoesNotList() {
        builder.file("/usr/a").content("first");
        builder.file("/etc/cron.d/x").notInHeader().content("evil");
        assertRefused().hasMessageContaining("./etc/cron.d/x").hasMessageContaining("an unlisted one");
    }

    @Test
    void refusesNamesThatLeaveTheRoot() {
        builder.file("/usr/a").content("first").payloadName("../../etc/x");
        assertRefused().hasMessageContaining("../../etc/x");
    }

    @Test
    void refusesNamesThatLeaveTheRootAlsoWhenTheHeaderListsThem() {
        builder.file("/usr/../../etc/x").content("evil");
        assertRefused().hasMessageContaining("/usr/../../etc/x").hasMessageContaining("\"..\"");
    }

    @Test
    void refusesRelativePathsInTheHeader() {
        builder.file("etc/x").payloadName("etc/x").content("evil");
        assertRefused().hasMessageContaining("etc/x");
    }

    @Test
    void refusesEntriesThroughASymbolicLinkOfTheSamePackage() {
        builder.file("/usr/lib/escape").linkTo("/etc");
        builder.file("/usr/lib/escape/passwd").content("evil");
        assertRefused().hasMessageContaining("the symbolic link /usr/lib/escape");
    }

    @Test
    void refusesEntriesThroughASymbolicLinkThatComesLater() {
        builder.file("/usr/lib/escape/passwd").content("evil");
        builder.file("/usr/lib/escape").linkTo("/etc");
        assertRefused().hasMessageContaining("the symbolic link /usr/lib/escape");
    }

    @Test
    void rejectsDeviceNodesByDefault() throws IOException {
        builder.file("/dev/null").mode(0020666);
        assertRefused().hasMessageContaining("/dev/null").hasMessageContaining("no device nodes");
        assertThat(contents(PayloadOption.DEVICE_NODES)).containsOnlyKeys("/dev/null");
    }

    @Test
    void rejectsADuplicatePath() {
        builder.file("/usr/a").content("first");
        builder.file("/usr/b").content("first").payloadName("./usr/a");
        assertRefused().hasMessageContaining("/usr/a").hasMessageContaining("a second one");
    }

    @Test
    void refusesAMissingEntry() {
        builder.file("/usr/a").content("first").notInPayload();
        assertRefused().hasMessageContaining("/usr/a").hasMessageContaining("none in the payload");
    }

    @Test
    void rejectsASizeThatDiffersFromTheHeader() {
        builder.file("/usr/a").content("first").withoutContent();
        assertRefused().hasMessageContaining("/usr/a: expected 5 bytes, found 0 bytes");
    }

    @Test
    void refusesContentWithAWrongDigest() {
        builder.file("/usr/a").content("first").digest("ab".repeat(32));
        assertRefused().hasMessageContaining("/usr/a: expected SHA-256 " + "ab".repeat(32));
    }

    @Test
    void comparesTheDigestAlsoOfContentThatNobodyReads() throws IOException {
        builder.file("/usr/a").content("first").digest("ab".repeat(32));
        RpmFile rpm = RpmFile.open(builder.write(folder.resolve("sample.rpm")));
        try (RpmPayload payload = rpm.payload()) {
            payload.next();
            assertThatThrownBy(payload::next).isInstanceOf(FormatException.class);
            assertThatThrownBy(payload::next).isInstanceOf(FormatException.class);
        }
    }

    @Test
    void whatFailedOnceFailsAgain() throws IOException {
        builder.file("/usr/a").content("first");
        builder.header(header -> header.strings(RpmTag.PAYLOADDIGEST, List.of("cd".repeat(32))));
        RpmFile rpm = RpmFile.open(builder.write(folder.resolve("sample.rpm")));
        RpmPayload payload = rpm.payload();
        payload.next();
        assertThatThrownBy(payload::next).isInstanceOf(FormatException.class);
        assertThatThrownBy(payload::next).isInstanceOf(FormatException.class);
        payload.close();

        RpmPayload closed = rpm.payload();
        closed.next();
        closed.close();
        assertThatThrownBy(closed::next).hasMessage(rpm.where() + ": was closed");
        assertThatThrownBy(() -> closed.content().readAllBytes()).hasMessage(rpm.where() + ": was closed");
    }

    @Test
    void refusesAPayloadWithAWrongDigest() {
        builder.file("/usr/a").content("first");
        builder.header(header -> header.strings(RpmTag.PAYLOADDIGEST, List.of("cd".repeat(32))));
        assertRefused().hasMessageContaining("payload: expected SHA-256 " + "cd".repeat(32));
    }

    @Test
    void refusesEveryTruncationOfThePayload() throws IOException {
        builder.file("/usr/a").content("first");
        builder.file("/usr/l").linkTo("a");
        byte[] whole = builder.build();
        Path file = folder.resolve("cut.rpm");
        long start = RpmFile.open(Files.write(file, whole)).payloadOffset();
        for (int length = (int) start; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> {
                        try (RpmPayload payload = RpmFile.open(file).payload()) {
                            while (payload.next().isPresent()) {
                                payload.content().readAllBytes();
                            }
                        }
                    })
                    .as("%d bytes", length)
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("cut.rpm");
        }
    }

    @Test
    void refusesDeltaPackagesAndUnknownCompressors() {
        builder.header(header -> header.string(RpmTag.PAYLOADFORMAT, "drpm"));
        assertRefused().hasMessageContaining("PAYLOADFORMAT: expected cpio, found drpm");
        builder.header(
                header -> header.string(RpmTag.PAYLOADFORMAT, "cpio").string(RpmTag.PAYLOADCOMPRESSOR, "brotli"));
        assertRefused().hasMessageContaining("\"brotli\"");
    }

    @Test
    void rejectsInvalidArchives() {
        builder.file("/usr/a").content("first");
        builder.archive(archive -> {
            archive[0] = 'x';
            return archive;
        });
        assertRefused().hasMessageContaining("payload offset 6").hasMessageContaining("\"x70701\"");
    }

    @Test
    void acceptsOnlyZerosAfterTheArchive() throws IOException {
        builder.file("/usr/a").content("first");
        builder.archive(archive -> java.util.Arrays.copyOf(archive, archive.length + 300));
        try (RpmPayload payload =
                RpmFile.open(builder.write(folder.resolve("zeros.rpm"))).payload()) {
            while (payload.next().isPresent()) {
                // read to the end
            }
        }
        builder.archive(archive -> {
            byte[] longer = java.util.Arrays.copyOf(archive, archive.length + 300);
            longer[archive.length + 100] = 1;
            return longer;
        });
        RpmFile rpm = RpmFile.open(builder.write(folder.resolve("more.rpm")));
        assertThatThrownBy(() -> {
                    try (RpmPayload payload = rpm.payload()) {
                        while (payload.next().isPresent()) {
                            // read to the end
                        }
                    }
                })
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("the end after the archive's trailer");
    }
}
