package io.relocpy.rpm;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.relocpy.testing.Allocations;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever bytes come, a reader gives a result or the checked exception, within a bound of memory.
 *
 * <p>In a build each test reads the inputs kept in {@code ParserFuzzTestInputs}; see CONTRIBUTING.md for how to look for
 * new ones.
 */
class ParserFuzzTest {
    private static final long MIB = 1 << 20;

    private static final List<String> COMPRESSOR_NAMES =
            RpmBuilder.COMPRESSORS.keySet().stream().sorted().toList();

    @TempDir
    static Path folder;

    /** Runs a reader that may refuse its input, and may not take more memory than that for it. */
    private static void readOrRefuse(long bound, Allocations.Work reader) throws IOException {
        Allocations.assertBelow(bound, () -> {
            try {
                reader.run();
            } catch (RpmFormatException e) {
                assertThat(e.getMessage()).contains(": expected ");
            }
        });
    }

    private static InputStream stream(byte[] data) {
        return new ByteArrayInputStream(data);
    }

    /** The header as rpm's database keeps it: that of a package without the introduction. */
    @FuzzTest
    void header(byte[] data) throws IOException {
        readOrRefuse(64 * MIB, () -> {
            RpmHeader header = RpmHeader.ofBlob(data, "fuzz");
            for (int tag : header.tags()) {
                HeaderType type = header.type(tag).orElseThrow();
                header.bytes(tag);
                if (type.text()) {
                    header.strings(tag);
                    header.string(tag, "de_AT");
                } else if (type.numeric()) {
                    header.numbers(tag);
                }
            }
            header.feed((bytes, offset, length) -> {});
            Nevra nevra = HeaderMetadata.nevra(header, false);
            List<String> paths =
                    HeaderFiles.read(header).stream().map(PackagedFile::path).toList();
            HeaderMetadata.of(header, nevra, new Checksum(Checksum.Algorithm.SHA_256, "00".repeat(32)), "", 0, paths);
        });
    }

    /** A whole file: lead, signatures with their digests and OpenPGP packets, header, payload. */
    @FuzzTest
    void packageFile(byte[] data) throws IOException {
        Path file = Files.write(folder.resolve("fuzz.rpm"), data);
        readOrRefuse(512 * MIB, () -> {
            RpmFile rpm = RpmFile.open(file);
            rpm.describe();
            rpm.verify(KeyRing.EMPTY).complaints(VerificationPolicy.STRICT);
            readPayload(rpm);
        });
    }

    /** Keys, and the same bytes in a signature's place. */
    @FuzzTest
    void keys(byte[] data) throws IOException {
        readOrRefuse(64 * MIB, () -> {
            SignatureCheck.begin(DigestResult.Scope.HEADER, data, KeyRing.EMPTY, Instant.EPOCH)
                    .result();
            KeyRing keys = KeyRing.parse(data, "fuzz");
            keys.plus(keys).fingerprints();
        });
    }

    /** An archive behind a right header and right digests; the first byte chooses the compression and the cpio form. */
    @FuzzTest
    void archive(byte[] data) throws IOException {
        int choice = data.length == 0 ? 0 : data[0] & 0xff;
        String compressor = COMPRESSOR_NAMES.get((choice >> 1) % COMPRESSOR_NAMES.size());
        RpmBuilder builder = sample(choice)
                .compressor(compressor, RpmBuilder.COMPRESSORS.get(compressor))
                .archive(archive -> Arrays.copyOfRange(data, Math.min(1, data.length), data.length));
        Path file = builder.write(folder.resolve("fuzz.rpm"));
        readOrRefuse(64 * MIB, () -> readPayload(RpmFile.open(file)));
    }

    /** As above, with the compressed data themselves. */
    @FuzzTest
    void payload(byte[] data) throws IOException {
        int choice = data.length == 0 ? 0 : data[0] & 0xff;
        String compressor = COMPRESSOR_NAMES.get((choice >> 1) % COMPRESSOR_NAMES.size());
        RpmBuilder builder = sample(choice)
                .compressor(compressor, out -> out)
                .archive(archive -> Arrays.copyOfRange(data, Math.min(1, data.length), data.length));
        Path file = builder.write(folder.resolve("fuzz.rpm"));
        readOrRefuse(512 * MIB, () -> readPayload(RpmFile.open(file)));
    }

    private static RpmBuilder sample(int choice) {
        RpmBuilder builder = new RpmBuilder();
        if ((choice & 1) == 1) {
            builder.stripped();
        }
        builder.file("/usr").folder();
        builder.file("/usr/a").content("first");
        builder.file("/usr/l").linkTo("a");
        builder.file("/usr/h1").content("same").inode(9).withoutContent();
        builder.file("/usr/h2").content("same").inode(9);
        return builder;
    }

    private static void readPayload(RpmFile rpm) throws IOException {
        try (RpmPayload payload = rpm.payload(PayloadOption.DEVICE_NODES)) {
            while (payload.next() != null) {
                payload.content().transferTo(OutputStream.nullOutputStream());
            }
        }
    }

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

    /** XML by its first character. */
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

    /** What was read is written in a form that reads as the same. */
    @FuzzTest
    void dependency(byte[] data) throws IOException {
        String text = new String(data, StandardCharsets.UTF_8);
        readOrRefuse(64 * MIB, () -> {
            Dependency dependency = Dependency.parse(text);
            assertThat(Dependency.parse(dependency.toString())).isEqualTo(dependency);
        });
    }

    /** An order is an order whatever the versions: reflexive, antisymmetric, transitive. */
    @FuzzTest
    void versions(byte[] data) {
        String[] texts = new String(data, StandardCharsets.UTF_8).split("\n", 4);
        List<Evr> versions = Stream.of(texts).limit(3).map(Evr::parse).toList();
        for (Evr a : versions) {
            assertThat(a.compareTo(a)).isZero();
            for (Evr b : versions) {
                assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
                for (Evr c : versions) {
                    if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
                        assertThat(a.compareTo(c)).as("%s, %s, %s", a, b, c).isLessThanOrEqualTo(0);
                    }
                }
            }
        }
    }

    @FuzzTest
    void lockfile(byte[] data) throws IOException {
        Path file = Files.write(folder.resolve("fuzz.lock"), data);
        readOrRefuse(64 * MIB, () -> {
            Lockfile lockfile = Lockfile.read(file);
            lockfile.write(file);
            assertThat(Lockfile.read(file)).isEqualTo(lockfile);
        });
    }

    /** Made into objects before their index is damaged. */
    private static List<PackageMetadata> packages;

    private static Map<Integer, List<String>> fileLists;

    /** A damaged index is made anew and changes nothing: the input tells which bytes of it become which. */
    @FuzzTest
    void index(byte[] data) throws IOException {
        RepositoryClient client =
                RepositoryClient.builder().cache(folder.resolve("cache")).build();
        if (packages == null) {
            Path repository = Files.createDirectory(folder.resolve("repository"));
            new RepositoryBuilder(repository)
                    .add("one", new byte[] {1}, "/usr/bin/one", "/usr/share/größe")
                    .add("two", new byte[] {2})
                    .write();
            Repository indexed = client.load(RepositoryConfig.ofFolder(repository));
            packages = List.copyOf(indexed.packages());
            fileLists = new HashMap<>();
            indexed.fileLists().forEach((index, paths) -> fileLists.put(index, List.copyOf(paths)));
        }
        Map<Path, byte[]> right = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder.resolve("cache/index"))) {
            for (Path file : files.sorted().toList()) {
                right.put(file, Files.readAllBytes(file));
                byte[] wrong = damaged(right.get(file), data);
                Files.write(file, wrong);
            }
        }
        Repository again = client.load(RepositoryConfig.ofFolder(folder.resolve("repository")));
        assertThat(again.packages()).isEqualTo(packages);
        assertThat(again.fileLists()).isEqualTo(fileLists);
        for (Map.Entry<Path, byte[]> each : right.entrySet()) {
            Files.write(each.getKey(), each.getValue());
        }
    }

    /** Two bytes of the input are a position, the third the value there; a value at the end of it cuts the file off. */
    private static byte[] damaged(byte[] right, byte[] data) {
        byte[] wrong = right.clone();
        for (int i = 0; i + 2 < data.length; i += 3) {
            int position = (data[i] & 0xff) << 8 | data[i + 1] & 0xff;
            wrong[position % wrong.length] = data[i + 2];
        }
        return data.length % 3 == 1 ? Arrays.copyOf(wrong, wrong.length * (data[data.length - 1] & 0xff) / 256) : wrong;
    }
}
