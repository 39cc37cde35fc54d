package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.rpm.file.RpmBuilder;
import io.relocpy.rpm.file.RpmFile;
import io.relocpy.rpm.file.RpmPayload;
import io.relocpy.rpm.file.RpmTag;
import io.relocpy.rpm.internal.parse.MetadataStream;
import io.relocpy.rpm.internal.parse.Modules;
import io.relocpy.rpm.internal.parse.PrimaryReader;
import io.relocpy.rpm.internal.parse.Repomd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid input with random changes gives a result or the checked exception. */
class MalformedInputTest {
    private static final int ROUNDS = Integer.getInteger("relocpy.fuzzRounds", 200);

    @TempDir
    Path temp;

    private static byte[] change(byte[] right, Random random, int from) {
        byte[] wrong = right.clone();
        for (int i = random.nextInt(6); i >= 0; i--) {
            wrong[from + random.nextInt(wrong.length - from)] = (byte) random.nextInt(256);
        }
        return wrong;
    }

    private static void readAll(RpmFile rpm) throws IOException {
        rpm.description();
        rpm.verify(KeyRing.EMPTY);
        try (RpmPayload payload = rpm.payload()) {
            while (payload.next().isPresent()) {
                payload.content().transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "bzip2", "xz", "lzma", "zstd", "none"})
    void packagesAreReadOrRefused(String compressor) throws IOException {
        RpmBuilder builder = new RpmBuilder().compressor(compressor, RpmBuilder.COMPRESSORS.get(compressor));
        builder.file("/usr").folder();
        builder.file("/usr/a").content("first".repeat(500));
        builder.file("/usr/l").linkTo("a");
        builder.file("/usr/h1").content("same").inode(9).withoutContent();
        builder.file("/usr/h2").content("same").inode(9);
        builder.header(header -> header.strings(RpmTag.REQUIRENAME, List.of("glibc", "(a if b)"))
                .int32(RpmTag.REQUIREFLAGS, List.of(12, 0))
                .strings(RpmTag.REQUIREVERSION, List.of("1:2.34", "")));
        Path file = builder.write(temp.resolve("fuzz.rpm"));
        readAll(RpmFile.open(file));
        byte[] right = Files.readAllBytes(file);
        int payload = (int) RpmFile.open(file).payloadOffset();
        Random random = new Random(compressor.hashCode());
        for (int i = 0; i < ROUNDS; i++) {
            Files.write(file, change(right, random, i % 2 == 0 ? 0 : payload));
            try {
                readAll(RpmFile.open(file));
            } catch (FormatException e) {
                assertThat(e).hasMessageContaining("fuzz.rpm");
            }
        }
    }

    /** Damages the archive before digests are computed, so that its reader sees the damage. */
    @Test
    void archivesAreReadOrRefused() throws IOException {
        for (boolean stripped : new boolean[] {false, true}) {
            Random random = new Random(5);
            for (int i = 0; i < ROUNDS; i++) {
                RpmBuilder builder = new RpmBuilder().archive(archive -> change(archive, random, 0));
                if (stripped) {
                    builder.stripped();
                }
                builder.file("/usr").folder();
                builder.file("/usr/a").content("first");
                builder.file("/usr/l").linkTo("a");
                RpmFile rpm = RpmFile.open(builder.write(temp.resolve("fuzz.rpm")));
                try {
                    readAll(rpm);
                } catch (FormatException e) {
                    assertThat(e).hasMessageContaining("fuzz.rpm");
                }
            }
        }
    }

    @Test
    void metadataAreReadOrRefused() throws IOException {
        Path folder = new RepositoryBuilder(temp)
                .add("one", new byte[] {1}, "/usr/bin/one")
                .add("two", new byte[] {2})
                .write();
        byte[] primary;
        try (InputStream in = MetadataStream.open(folder.resolve("repodata/primary.xml"), "primary", -1)) {
            primary = in.readAllBytes();
        }
        byte[] repomd = Files.readAllBytes(folder.resolve("repodata/repomd.xml"));
        byte[] metalink = MirrorsTest.metalink(repomd, repomd, "http://a.org/").getBytes(StandardCharsets.UTF_8);
        Random random = new Random(3);
        for (int i = 0; i < ROUNDS; i++) {
            try {
                switch (i % 3) {
                    case 0 -> PrimaryReader.read(new ByteArrayInputStream(change(primary, random, 0)), "fuzz");
                    case 1 -> Repomd.parse(change(repomd, random, 0), "fuzz");
                    default -> Mirrors.parse(change(metalink, random, 0), "fuzz");
                }
            } catch (FormatException e) {
                assertThat(e).hasMessageContaining("fuzz");
            }
        }
    }

    @Test
    void modulesAreReadOrRefused() throws IOException {
        byte[] yaml = ModulesTest.YAML.getBytes(StandardCharsets.UTF_8);
        Random random = new Random(4);
        for (int i = 0; i < ROUNDS; i++) {
            try {
                Modules.read(new ByteArrayInputStream(change(yaml, random, 0)), "fuzz");
            } catch (FormatException e) {
                assertThat(e).hasMessageContaining("fuzz");
            }
        }
    }
}
