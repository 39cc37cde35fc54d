package io.relocpy.deb.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.index.IndexInput;
import io.relocpy.repository.internal.index.IndexOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexFileTest {
    private static final List<String> ARCHITECTURES = List.of("amd64", "i386");
    private static final String PACKAGES = """
            Package: a
            Version: 1
            Architecture: amd64
            Depends: b (>= 1) | v, c:any
            Provides: x (= 2)

            Package: b
            Version: 1:2-3
            Architecture: all
            Multi-Arch: foreign
            Filename: pool/b.deb
            Size: 12

            Package: c
            Version: 1
            Architecture: i386
            Multi-Arch: allowed
            Conflicts: a
            """;

    @TempDir
    Path directory;

    private final AtomicInteger reads = new AtomicInteger();

    private record TestSource(String key, String text, AtomicInteger reads) implements IndexFile.Source {
        @Override
        public String where() {
            return "Packages";
        }

        @Override
        public InputStream open() {
            reads.incrementAndGet();
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private TestSource source(String key) {
        return new TestSource(key, PACKAGES, reads);
    }

    private PackageIndex index(String key) throws IOException {
        return IndexFile.readOrMake(directory.resolve("index"), ARCHITECTURES, List.of(source(key)));
    }

    /** All that an index says. */
    private static List<String> dump(PackageIndex index) {
        List<String> dump = new ArrayList<>();
        for (int pkg = 0; pkg < index.packageCount(); pkg++) {
            dump.add(index.packageName(pkg) + ":" + index.architectureText(index.architecture(pkg)) + " "
                    + index.rank(pkg) + " " + (index.endProvider(pkg) - index.firstProvider(pkg)));
        }
        for (int version = 0; version < index.versionCount(); version++) {
            dump.add(index.id(version) + " " + index.details().filename(version) + " "
                    + index.details().size(version));
            for (int each = index.firstDependency(version); each < index.endDependency(version); each++) {
                dump.add(index.packageName(index.target(each)) + " " + index.type(each) + " " + index.operator(each)
                        + " " + index.text(index.wantedText(each)));
            }
        }
        return dump;
    }

    @Test
    void aMappedIndexSaysWhatOneInMemorySays() throws Exception {
        List<String> expected = dump(IndexFile.read(ARCHITECTURES, List.of(source("k"))));
        assertThat(dump(index("k"))).isEqualTo(expected);
        assertThat(dump(index("k"))).isEqualTo(expected);
        assertThat(expected).contains("b:all=1:2-3 pool/b.deb 12", "v 1 0 ");
        assertThat(reads).as("in memory and once for the file").hasValue(2);
    }

    @Test
    void anIndexOfOtherFilesIsMadeAnew() throws Exception {
        index("k");
        index("other");
        IndexFile.readOrMake(directory.resolve("index"), List.of("amd64"), List.of(source("other")));
        assertThat(reads).hasValue(3);
        index("other");
        assertThat(reads).hasValue(4);
    }

    @Test
    void aDamagedIndexIsMadeAnew() throws Exception {
        List<String> expected = dump(index("k"));
        Path file = directory.resolve("index");
        byte[] good = Files.readAllBytes(file);
        for (int at = 0; at < good.length; at += 7) {
            byte[] damaged = good.clone();
            damaged[at] ^= 0x10;
            Files.write(file, damaged);
            assertThat(dump(index("k"))).as("byte %d", at).isEqualTo(expected);
        }
        Files.write(file, new byte[20]);
        assertThat(dump(index("k"))).isEqualTo(expected);
    }

    @Test
    void withoutAPlaceForAFileAllGoesOn() throws Exception {
        Path missing = directory.resolve("missing/index");
        assertThat(dump(IndexFile.readOrMake(missing, ARCHITECTURES, List.of(source("k")))))
                .isEqualTo(dump(index("k")));
    }

    /** Whoever can write the file can give it a right checksum; what is then read can be followed, or is refused. */
    @Test
    void numbersThatCannotBeFollowedAreRefused() throws Exception {
        IndexBuilder builder = new IndexBuilder(ARCHITECTURES);
        builder.addFile(source("k").open(), "Packages");
        byte[] good = IndexOutput.inMemory(new IndexWriter(builder)::writeTo).array();
        Random random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] body = good.clone();
            int at = random.nextInt(body.length);
            body[at] = (byte) (random.nextInt(4) == 0 ? 0xff : random.nextInt(256));
            try {
                dump(PackageIndex.read(new IndexInput(ByteBuffer.wrap(body), "index"), ARCHITECTURES.size()));
            } catch (FormatException e) {
                refused++;
            } catch (IllegalArgumentException e) {
                // a name or version that cannot be one
                assertThat(e).hasMessageStartingWith("not a");
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    @Test
    void aStanzaAcrossTheBuffersEndIsReadWhole() throws Exception {
        StringBuilder packages = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            packages.append("Package: p" + i + "\nVersion: 1\nArchitecture: amd64\nDescription: d" + "x".repeat(i * 3)
                    + "\n more\nDepends: p" + (i + 1) + "\n\n");
        }
        PackageIndex index = IndexFile.read(ARCHITECTURES, List.of(new TestSource("k", packages.toString(), reads)));
        assertThat(index.versionCount()).isEqualTo(500);
        for (int version = 0; version < 500; version++) {
            assertThat(index.id(version)).hasToString("p" + version + ":amd64=1");
            assertThat(index.details().summary(version)).hasSize(1 + version * 3);
            assertThat(index.packageName(index.target(index.firstDependency(version))))
                    .isEqualTo("p" + (version + 1));
        }
    }

    @Test
    void carriageReturnsFoldedFieldsAndLettersOfEitherCaseAreRead() throws Exception {
        String text =
                "PACKAGE: A\r\nversion: 1\r\nArchitecture: amd64\r\nDEPENDS: b,\r\n c\r\n\r\n\r\nPackage: b\r\nVersion: 2\r\nArchitecture: amd64\r\n";
        PackageIndex index = IndexFile.read(ARCHITECTURES, List.of(new TestSource("k", text, reads)));
        assertThat(dump(index)).contains("a:amd64=1  -1", "b 1 0 ", "c 1 0 ", "b:amd64=2  -1");
    }

    @Test
    void anEndlessStanzaIsRefused() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
        assertThatThrownBy(() -> new IndexBuilder(ARCHITECTURES).addFile(endless, "Packages"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("a stanza of at most");
    }
}
