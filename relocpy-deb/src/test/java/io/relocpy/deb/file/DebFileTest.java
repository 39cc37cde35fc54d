package io.relocpy.deb.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.github.luben.zstd.ZstdOutputStream;
import io.relocpy.deb.ControlStanza;
import io.relocpy.repository.FormatException;
import io.relocpy.testing.Allocations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DebFileTest {
    private static final byte[] HELLO = "hello\n".getBytes(StandardCharsets.UTF_8);
    private static final String HELLO_MD5 = "b1946ac92492d2347c6235b4d2611184";

    @TempDir
    Path folder;

    private Path write(DebBuilder builder) throws IOException {
        return builder.write(folder.resolve("sample.deb"));
    }

    private static List<PayloadEntry> entries(DebFile deb, PayloadOption... options) throws IOException {
        List<PayloadEntry> entries = new ArrayList<>();
        try (DebPayload payload = deb.payload(options)) {
            for (Optional<PayloadEntry> next = payload.next(); next.isPresent(); next = payload.next()) {
                PayloadEntry entry = next.get();
                entries.add(entry);
            }
            assertThat(payload.next()).isEmpty();
        }
        return entries;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static DebBuilder sample() {
        DebBuilder builder = new DebBuilder();
        builder.data().directory("./").directory("./usr/").file("./usr/f", HELLO);
        return builder;
    }

    @Test
    void tellsWhatThePackageIs() throws IOException {
        DebFile deb = DebFile.open(write(sample()));
        assertThat(deb.name()).isEqualTo("sample");
        assertThat(deb.version()).isEqualTo("1:2.0-3");
        assertThat(deb.architecture()).isEqualTo("all");
        assertThat(deb.formatVersion()).isEqualTo("2.0");
        assertThat(deb.control().get("description")).isEqualTo("sample package\n More of it.");
        assertThat(deb.controlFiles()).containsExactly("control");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".gz", ".xz", ".zst", ".bz2", ".lzma"})
    void payloadsOfEveryCompressionAreRead(String extension) throws IOException {
        DebFile deb = DebFile.open(write(sample().extensions(".gz", extension)));
        try (DebPayload payload = deb.payload()) {
            assertThat(payload.next()).map(PayloadEntry::path).contains("/");
            assertThat(payload.next()).map(PayloadEntry::path).contains("/usr");
            assertThat(payload.content().read()).isEqualTo(-1);
            PayloadEntry file = payload.next().orElseThrow();
            assertThat(file).isNotNull();
            assertThat(file.size()).isEqualTo(6);
            assertThat(payload.content().available()).isEqualTo(6);
            assertThat(payload.content().readAllBytes()).isEqualTo(HELLO);
            assertThat(payload.next()).isEmpty();
        }
    }

    @Test
    void contentThatIsNotReadIsSkipped() throws IOException {
        DebBuilder builder = new DebBuilder();
        builder.data().file("./a", new byte[100_000]).file("./b", HELLO);
        try (DebPayload payload = DebFile.open(write(builder)).payload()) {
            payload.next();
            assertThat(payload.content().skip(5)).isEqualTo(5);
            payload.next();
            assertThat(payload.content().readAllBytes()).isEqualTo(HELLO);
        }
    }

    @Test
    void setIdBitsAreDropped() throws IOException {
        DebBuilder builder = new DebBuilder();
        builder.data().file("./s", HELLO, 06755).file("./t", HELLO, 01644);
        List<PayloadEntry> entries = entries(DebFile.open(write(builder)));
        assertThat(entries).extracting(PayloadEntry::mode).containsExactly(0755, 01644);
        assertThat(entries).extracting(PayloadEntry::setId).containsExactly(true, false);
    }

    @Test
    void hardLinksNameTheEntryWithTheContent() throws IOException {
        DebBuilder builder = new DebBuilder();
        builder.data()
                .file("./f", HELLO)
                .special("./g", TarConstants.LF_LINK, "./f")
                .special("./h", TarConstants.LF_LINK, "g");
        assertThat(entries(DebFile.open(write(builder))))
                .extracting(PayloadEntry::type, PayloadEntry::linkTarget, PayloadEntry::size)
                .containsExactly(
                        tuple(EntryType.FILE, Optional.empty(), 6L),
                        tuple(EntryType.HARD_LINK, Optional.of("/f"), 0L),
                        tuple(EntryType.HARD_LINK, Optional.of("/f"), 0L));
    }

    @Test
    void devicesAreGivenOnRequestOnly() throws IOException {
        DebBuilder builder = new DebBuilder();
        builder.data().special("./null", TarConstants.LF_CHR, "");
        DebFile deb = DebFile.open(write(builder));
        assertThatThrownBy(() -> entries(deb))
                .isInstanceOf(FormatException.class)
                .hasMessageEndingWith("entry /null: expected no device nodes, found a CHARACTER_DEVICE");
        assertThat(entries(deb, PayloadOption.DEVICE_NODES)).hasSize(1);
    }

    @Test
    void longNamesOfBothFormsAreRead() throws IOException {
        String directory = "./" + "d".repeat(150);
        DebBuilder builder = new DebBuilder();
        builder.data().file(directory + "/gnu", HELLO).pax().file(directory + "/pax", HELLO);
        assertThat(entries(DebFile.open(write(builder))))
                .extracting(PayloadEntry::path)
                .containsExactly(directory.substring(1) + "/gnu", directory.substring(1) + "/pax");
    }

    @Test
    void listsOfTheControlArchiveAreParsed() throws IOException {
        DebFile deb = DebFile.open(write(sample().control("conffiles", "/etc/a \nremove-on-upgrade /etc/b\n")
                .control("triggers", "# c\n  interest-noawait /usr/lib/x\nactivate ldconfig\n\n")
                .control("shlibs", "libz 1 zlib1g (>= 1:1.2), b\nudeb: libz 1 zlib1g-udeb\n")
                .control(
                        "symbols",
                        "libz.so.1 zlib1g #MINVER#\n| zlib2 #MINVER#\n* Build-Depends-Package: zlib1g-dev\n"
                                + " ZLIB_1.2.0@ZLIB_1.2.0 1:1.2.0\n a@b@Base 2 1\n")
                .control("md5sums", HELLO_MD5.toUpperCase(Locale.ROOT) + "  usr/f\n")
                .control("templates", "Template: a/b\nType: note\n\n# c\nTemplate: a/c")
                .control("postinst", "#! /bin/sh -e\nexit 0\n")
                .control("prerm", "\u007fELF")));
        assertThat(deb.conffiles()).containsExactly(new Conffile("/etc/a", false), new Conffile("/etc/b", true));
        assertThat(deb.triggers())
                .containsExactly(
                        new Trigger(Trigger.Directive.INTEREST, false, "/usr/lib/x"),
                        new Trigger(Trigger.Directive.ACTIVATE, true, "ldconfig"));
        assertThat(deb.triggers()).extracting(Trigger::isPath).containsExactly(true, false);
        assertThat(deb.shlibs())
                .containsExactly(
                        new ShlibsEntry(Optional.empty(), "libz", "1", "zlib1g (>= 1:1.2), b"),
                        new ShlibsEntry(Optional.of("udeb"), "libz", "1", "zlib1g-udeb"));
        assertThat(deb.symbols())
                .containsExactly(new LibrarySymbols(
                        "libz.so.1",
                        List.of("zlib1g #MINVER#", "zlib2 #MINVER#"),
                        List.of(new ControlStanza.Field("Build-Depends-Package", "zlib1g-dev")),
                        List.of(
                                new LibrarySymbols.Symbol("ZLIB_1.2.0@ZLIB_1.2.0", "1:1.2.0", 0),
                                new LibrarySymbols.Symbol("a@b@Base", "2", 1))));
        assertThat(deb.md5sums()).isEqualTo(Map.of("/usr/f", HELLO_MD5));
        assertThat(deb.templates()).hasSize(2);
        assertThat(deb.script(MaintainerScript.Kind.POSTINST))
                .hasValue(new MaintainerScript(
                        MaintainerScript.Kind.POSTINST, Optional.of("/bin/sh"), "#! /bin/sh -e\nexit 0\n"));
        assertThat(deb.script(MaintainerScript.Kind.PRERM))
                .get()
                .extracting(MaintainerScript::interpreter)
                .isEqualTo(Optional.empty());
        assertThat(deb.script(MaintainerScript.Kind.CONFIG)).isEmpty();
    }

    @Test
    void aPackageWithoutListsHasEmptyOnes() throws IOException {
        DebFile deb = DebFile.open(write(sample()));
        assertThat(deb.conffiles()).isEmpty();
        assertThat(deb.triggers()).isEmpty();
        assertThat(deb.shlibs()).isEmpty();
        assertThat(deb.symbols()).isEmpty();
        assertThat(deb.md5sums()).isEmpty();
        assertThat(deb.templates()).isEmpty();
        assertThat(deb.controlFile("postinst")).isEmpty();
    }

    /** A line has no length at which reading it takes longer than it should. */
    @Test
    @Timeout(60)
    void endlessLinesAreReadInOnePass() throws IOException {
        int length = 1 << 19;
        DebFile deb = DebFile.open(write(sample().control("symbols", "lib.so.1 lib1\n a" + "@".repeat(length) + "\n")
                .control("shlibs", "lib 1 x" + " ".repeat(length) + "\u0085\n")
                .control("triggers", "interest" + " ".repeat(length) + "\n")
                .control("conffiles", "remove-on-upgrade " + " ".repeat(length) + "\n")
                .control("md5sums", HELLO_MD5 + " ".repeat(length) + "\n")));

        assertThatThrownBy(deb::symbols).isInstanceOf(FormatException.class).hasMessageContaining("symbols, line 2");
        assertThatThrownBy(deb::triggers).isInstanceOf(FormatException.class).hasMessageContaining("triggers, line 1");
        assertThatThrownBy(deb::conffiles).isInstanceOf(FormatException.class);
        assertThat(deb.md5sums()).hasSize(1);
        assertThatThrownBy(deb::shlibs).isInstanceOf(FormatException.class);
    }

    @Test
    void wrongListsAreRefusedWithTheirLine() throws IOException {
        DebFile deb = DebFile.open(write(sample().control("conffiles", "/a\netc/b\n")
                .control("triggers", "watch x\n")
                .control("shlibs", "libz\n")
                .control("symbols", " a@Base 1\n")
                .control("md5sums", "00  a")));
        assertThatThrownBy(deb::conffiles).hasMessageContaining("conffiles, line 2: expected an absolute path");
        assertThatThrownBy(deb::triggers).hasMessageContaining("triggers, line 1: expected interest, activate");
        assertThatThrownBy(deb::shlibs).hasMessageContaining("shlibs, line 1: expected a library");
        assertThatThrownBy(deb::symbols).hasMessageContaining("symbols, line 1: expected a SONAME");
        assertThatThrownBy(deb::md5sums).hasMessageContaining("md5sums: expected a line feed at the end");
    }

    @Test
    void md5sumsAreComparedOnRequest() throws IOException {
        DebFile right = DebFile.open(write(sample().control("md5sums", HELLO_MD5 + "  usr/f\n")));
        assertThat(entries(right, PayloadOption.MD5SUMS)).hasSize(3);
        DebFile wrong = DebFile.open(write(sample().control("md5sums", "0".repeat(32) + "  usr/f\n")));
        assertThat(entries(wrong)).hasSize(3);
        assertThatThrownBy(() -> entries(wrong, PayloadOption.MD5SUMS))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("entry /usr/f: expected MD5 " + "0".repeat(32) + ", found " + HELLO_MD5);
        DebFile missing = DebFile.open(write(sample().control("md5sums", HELLO_MD5 + "  usr/g\n")));
        assertThatThrownBy(() -> entries(missing, PayloadOption.MD5SUMS))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("expected a file /usr/g");
    }

    @Test
    void aPackageOpenedWithItsDigestIsHeldToAllOfIt() throws Exception {
        byte[] bytes = sample().ownMembers().member("other", HELLO).bytes();
        Path file = Files.write(folder.resolve("sample.deb"), bytes);
        String digest = sha256(bytes);
        assertThat(entries(DebFile.open(file, digest))).hasSize(3);
        for (int at :
                new int[] {8 + 20, 8 + 64 + 20, bytes.length - 1}) { // fields that nobody reads, and the last member
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            Files.write(file, changed);
            DebFile deb = DebFile.open(file, digest);
            assertThatThrownBy(() -> entries(deb))
                    .isInstanceOf(FormatException.class)
                    .hasMessage(file + ": expected SHA-256 " + digest + ", found " + sha256(changed));
        }
    }

    /** An empty result means that all is intact, also for those who go on after an exception. */
    @Test
    void whatFailedOnceFailsAgain() throws Exception {
        DebFile other = DebFile.open(write(sample()), "0".repeat(64));
        DebFile sums = DebFile.open(
                sample().control("md5sums", "0".repeat(32) + "  usr/f\n").write(folder.resolve("sums.deb")));
        DebBuilder twice = sample();
        twice.data().file("./usr/f", HELLO);
        DebFile unsafe = DebFile.open(twice.write(folder.resolve("twice.deb")));
        DebFile damaged = DebFile.open(folder.resolve("damaged.deb"), sha256(damage(sample())));
        for (DebFile each : List.of(other, sums, unsafe, damaged)) {
            try (DebPayload payload = each.payload(PayloadOption.MD5SUMS)) {
                assertThatThrownBy(() -> readAll(payload)).isInstanceOf(FormatException.class);
                assertThatThrownBy(payload::next).isInstanceOf(FormatException.class);
                assertThatThrownBy(() -> payload.content().read()).isInstanceOf(FormatException.class);
            }
        }
    }

    private static void readAll(DebPayload payload) throws IOException {
        while (payload.next().isPresent()) {
            payload.content().readAllBytes();
        }
    }

    /** With another checksum at the end of the compressed payload. */
    private byte[] damage(DebBuilder builder) throws IOException {
        byte[] bytes = builder.extensions(".gz", ".gz").bytes();
        bytes[bytes.length - 9] ^= 1; // in front of the size, and of padding if there is any
        return Files.readAllBytes(Files.write(folder.resolve("damaged.deb"), bytes));
    }

    @Test
    void aClosedPayloadSaysSo() throws IOException {
        Path file = write(sample());
        DebPayload payload = DebFile.open(file).payload();
        payload.next();
        payload.close();
        assertThatThrownBy(payload::next).hasMessage(file + ", data.tar.xz: was closed");
        assertThatThrownBy(() -> payload.content().readAllBytes()).hasMessage(file + ", data.tar.xz: was closed");
    }

    @Test
    void controlInformationOfAnotherFileIsFoundOutAtTheEnd() throws Exception {
        byte[] right = sample().bytes();
        byte[] other = sample().control("control", DebBuilder.CONTROL.replace("2.0-3", "2.0-4"))
                .bytes();
        Path file = Files.write(folder.resolve("sample.deb"), other);
        DebFile deb = DebFile.open(file, sha256(right));
        Files.write(file, right); // swapped between the two reads
        assertThatThrownBy(() -> entries(deb)).isInstanceOf(FormatException.class);
    }

    @Test
    void aDigestThatIsNoneIsRefused() {
        assertThatThrownBy(() -> DebFile.open(folder.resolve("sample.deb"), "abc"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("a SHA-256 of 64 hexadecimal digits");
    }

    @Test
    void anythingButARegularFileIsRefused() {
        assertThatThrownBy(() -> DebFile.open(folder))
                .isInstanceOf(FormatException.class)
                .hasMessage(folder + ": expected a regular file, found a directory");
    }

    @Test
    void withoutControlFilesThePayloadIsStillVerified() throws Exception {
        byte[] right = sample().control("postinst", "#!/bin/sh\n").bytes();
        Path file = Files.write(folder.resolve("sample.deb"), right);
        DebFile reduced = DebFile.open(file, sha256(right)).withoutControlFiles();
        assertThat(reduced.controlFiles()).isEmpty();
        assertThat(reduced.script(MaintainerScript.Kind.POSTINST)).isEmpty();
        assertThat(reduced.version()).isEqualTo("1:2.0-3");
        assertThat(entries(reduced)).hasSize(3);
        byte[] other = right.clone();
        other[8 + 20] ^= 1; // which nobody reads
        Files.write(file, other);
        DebFile changed = DebFile.open(file, sha256(right)).withoutControlFiles();
        assertThatThrownBy(() -> entries(changed)).isInstanceOf(FormatException.class);
    }

    @Test
    void aControlFileMayNotTakeMegabytes() throws IOException {
        DebBuilder builder = sample().control("control", DebBuilder.CONTROL + "X-Y: " + "z".repeat(1 << 20) + "\n");
        assertThatThrownBy(() -> DebFile.open(write(builder)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(", control: expected at most 1048576 bytes, found ");
    }

    @Test
    void aSmallControlArchiveCannotBecomeALargeOne() throws IOException {
        DebBuilder builder = sample().control("templates", " ".repeat(5 << 20)).extensions(".xz", "");
        Path file = write(builder);
        Allocations.assertBelow(32 << 20, () -> assertThatThrownBy(() -> DebFile.open(file))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("expected at most"));
    }

    @Test
    void aPayloadMayNotGrowThousandfold() throws IOException {
        Path file = write(sample().member("debian-binary", "2.0\n".getBytes(StandardCharsets.UTF_8))
                .member("control.tar", new DebBuilder().controlTar())
                .member("data.tar.zst", bomb()));
        DebFile deb = DebFile.open(file);
        Allocations.assertBelow(16 << 20, () -> {
            try (DebPayload payload = deb.payload()) {
                payload.next();
                assertThatThrownBy(() -> payload.next()) // skips the content
                        .isInstanceOf(FormatException.class)
                        .hasMessageContaining("data.tar.zst: expected at most 268435456 bytes after decompression");
            }
        });
    }

    /** An archive of one file of 200 MiB and another one. */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] zeros = new byte[1 << 20];
        byte[] tar = new DebBuilder.Tar().file("./f", new byte[200 << 20]).bytes();
        try (ZstdOutputStream zstd = new ZstdOutputStream(out)) {
            zstd.write(tar, 0, tar.length);
            for (int i = 0; i < 100; i++) {
                zstd.write(zeros);
            }
        }
        return out.toByteArray();
    }

    @Test
    void oddPackagesAreJudgedAsTheTableSays() throws IOException {
        Map<String, OddPackages.Recipe> recipes = new OddPackages().recipes();
        try (InputStream in = DebFileTest.class.getResourceAsStream("odd-packages.tsv")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
            assertThat(lines).hasSameSizeAs(recipes.keySet());
            for (String line : lines) {
                String[] columns = line.split("\t");
                Path file = Files.write(
                        folder.resolve("odd.deb"), recipes.get(columns[0]).make());
                assertThat(verdict(file)).as(columns[0]).isEqualTo(columns[1]);
            }
        }
    }

    private static String verdict(Path file) throws IOException {
        try {
            DebFile deb = DebFile.open(file);
            deb.conffiles();
            deb.triggers();
            deb.md5sums();
            entries(deb, PayloadOption.DEVICE_NODES);
            return "accepts";
        } catch (FormatException e) {
            assertThat(e.getMessage()).startsWith(file.toString()).contains(": expected ", ", found ");
            return "refuses";
        }
    }

    /** The decoder of zstd has native memory, 20 KB in such a package, of which the garbage collector does not know. */
    @Test
    void keepsNoNativeMemoryOfPackagesThatWereOpened() throws IOException {
        Path file = write(sample().extensions(".zst", ".zst"));
        open(file, 500); // for the virtual machine's own memory
        long before = residentKib();
        open(file, 8000);
        assertThat(residentKib() - before).isLessThan(80 << 10);
    }

    private static void open(Path file, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            DebFile.open(file);
        }
    }

    private static long residentKib() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }
}
