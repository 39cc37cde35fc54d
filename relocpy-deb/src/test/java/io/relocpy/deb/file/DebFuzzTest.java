package io.relocpy.deb.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.relocpy.deb.ControlStanza;
import io.relocpy.deb.internal.deb822.Deb822Dialect;
import io.relocpy.deb.internal.deb822.Deb822Reader;
import io.relocpy.repository.FormatException;
import io.relocpy.testing.Allocations;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever bytes come, a reader gives a result or the checked exception, within a bound of memory.
 *
 * <p>In a build each test reads the inputs kept in {@code DebFuzzTestInputs}; see CONTRIBUTING.md for how to look for
 * new ones.
 */
class DebFuzzTest {
    private static final long MIB = 1 << 20;
    private static final List<String> EXTENSIONS = List.of("", ".gz", ".xz", ".zst", ".bz2", ".lzma");
    private static final byte[] EMPTY_TAR = new byte[1024];
    private static final List<String> LISTS =
            List.of("conffiles", "triggers", "shlibs", "symbols", "md5sums", "templates", "postinst");

    /** Made once: making it takes longer than reading it. */
    private static final byte[] CONTROL_TAR = controlTar();

    private static byte[] controlTar() {
        try {
            return new DebBuilder().controlTar();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TempDir
    static Path folder;

    /** Runs a reader that may refuse its input, and may not take more memory than that for it. */
    private static void readOrRefuse(long bound, Allocations.Work reader) throws IOException {
        Allocations.assertBelow(bound, () -> {
            try {
                reader.run();
            } catch (FormatException e) {
                assertThat(e.getMessage()).contains(": expected ");
            }
        });
    }

    private static byte[] rest(byte[] data) {
        return Arrays.copyOfRange(data, Math.min(1, data.length), data.length);
    }

    private static int choice(byte[] data) {
        return data.length == 0 ? 0 : data[0] & 0xff;
    }

    private static DebFile open(DebBuilder builder) throws IOException {
        return DebFile.open(builder.write(folder.resolve("fuzz.deb")));
    }

    /** A whole file. */
    @FuzzTest
    void packageFile(byte[] data) throws IOException {
        Path file = Files.write(folder.resolve("fuzz.deb"), data);
        readOrRefuse(512 * MIB, () -> {
            DebFile deb = DebFile.open(file);
            assertThat(deb.name() + deb.version() + deb.architecture()).doesNotContain("/", "\0", "\n");
            readPayload(deb);
        });
    }

    /** The compressed data of one of the two archives: the first byte chooses which, and the compression. */
    @FuzzTest
    void compressed(byte[] data) throws IOException {
        int choice = choice(data);
        boolean control = choice % 2 == 0;
        String extension = EXTENSIONS.get(choice / 2 % (control ? 4 : 6));
        DebBuilder builder = new DebBuilder()
                .member("debian-binary", "2.0\n".getBytes(StandardCharsets.UTF_8))
                .member("control.tar" + (control ? extension : ""), control ? rest(data) : CONTROL_TAR)
                .member("data.tar" + (control ? "" : extension), control ? EMPTY_TAR : rest(data));
        readOrRefuse(512 * MIB, () -> readPayload(open(builder)));
    }

    /** So that what is changed in a header is looked at, and not its checksum alone. */
    private static byte[] withChecksums(byte[] tar) {
        byte[] right = tar.clone();
        for (int block = 0; block + 512 <= right.length; block += 512) {
            if (new String(right, block + 257, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
                Arrays.fill(right, block + 148, block + 156, (byte) ' ');
                int sum = 0;
                for (int i = 0; i < 512; i++) {
                    sum += right[block + i] & 0xff;
                }
                byte[] digits = String.format("%06o\0", sum).getBytes(StandardCharsets.ISO_8859_1);
                System.arraycopy(digits, 0, right, block + 148, digits.length);
            }
        }
        return right;
    }

    /** The control archive, not compressed. */
    @FuzzTest
    void control(byte[] data) throws IOException {
        DebBuilder builder = new DebBuilder()
                .controlTar(withChecksums(data))
                .dataTar(EMPTY_TAR)
                .extensions("", "");
        readOrRefuse(64 * MIB, () -> {
            DebFile deb = open(builder);
            for (String name : deb.controlFiles()) {
                assertThat(name).isNotEmpty().doesNotContain("/", "\0", "\n").isNotEqualTo("..");
            }
            readLists(deb);
        });
    }

    /** The file of the control archive that the first byte chooses. */
    @FuzzTest
    void lists(byte[] data) throws IOException {
        String text = new String(rest(data), StandardCharsets.UTF_8);
        DebBuilder builder = new DebBuilder()
                .control(LISTS.get(choice(data) % LISTS.size()), text)
                .dataTar(EMPTY_TAR)
                .extensions("", "");
        readOrRefuse(64 * MIB, () -> readLists(open(builder)));
    }

    private static void readLists(DebFile deb) throws IOException {
        deb.conffiles().forEach(file -> assertThat(file.path()).startsWith("/"));
        deb.triggers();
        deb.shlibs();
        deb.symbols();
        deb.md5sums();
        deb.templates();
        deb.script(MaintainerScript.Kind.POSTINST);
    }

    /** What was read is written in a form that reads as the same. */
    @FuzzTest
    void deb822(byte[] data) throws IOException {
        Deb822Dialect dialect = choice(data) % 2 == 0 ? Deb822Dialect.CONTROL : Deb822Dialect.EDITED;
        String text = new String(rest(data), StandardCharsets.UTF_8);
        readOrRefuse(64 * MIB, () -> {
            for (ControlStanza stanza : Deb822Reader.readAll(text, "fuzz", dialect)) {
                assertThat(Deb822Reader.readAll(stanza + "\n", "again", dialect))
                        .containsExactly(stanza);
            }
        });
    }

    /** The payload, not compressed. */
    @FuzzTest
    void payload(byte[] data) throws IOException {
        DebBuilder builder = new DebBuilder()
                .controlTar(CONTROL_TAR)
                .dataTar(withChecksums(data))
                .extensions("", "");
        readOrRefuse(64 * MIB, () -> readPayload(open(builder)));
    }

    private static void readPayload(DebFile deb) throws IOException {
        Set<String> files = new HashSet<>();
        Set<String> symlinks = new HashSet<>();
        try (DebPayload payload = deb.payload(PayloadOption.DEVICE_NODES)) {
            for (Optional<PayloadEntry> next = payload.next(); next.isPresent(); next = payload.next()) {
                PayloadEntry entry = next.get();
                assertThat(entry.path()).startsWith("/").doesNotContain("\0", "\n", "//", "/./", "/../");
                assertThat(entry.path()).doesNotEndWith("/..").doesNotEndWith("/.");
                assertThat(entry.mode() & ~01777).isZero();
                assertThat(payload.content().transferTo(OutputStream.nullOutputStream()))
                        .isEqualTo(entry.size());
                if (entry.type() == EntryType.SYMLINK) {
                    symlinks.add(entry.path());
                } else if (entry.type() == EntryType.FILE) {
                    files.add(entry.path());
                } else if (entry.type() == EntryType.HARD_LINK) {
                    assertThat(files).contains(entry.linkTarget().orElseThrow());
                }
                for (String link : symlinks) {
                    assertThat(entry.path()).doesNotStartWith(link + "/");
                }
            }
        }
    }
}
