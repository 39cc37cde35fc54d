package io.relocpy.deb.internal.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.relocpy.deb.internal.file.Compression;
import io.relocpy.repository.internal.io.DecodedStream;
import io.relocpy.repository.openpgp.ClearSignedMessage;
import io.relocpy.repository.testing.Fuzzing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;

/** Whatever bytes come, a reader gives a result or the checked exception, within a bound of memory. */
class ReleaseFuzzTest {
    private static final long BOUND = 64 * Fuzzing.MIB;

    @FuzzTest
    void inRelease(byte[] data) throws IOException {
        Fuzzing.readOrRefuse(BOUND, () -> {
            ClearSignedMessage message = ClearSignedMessage.parse(data, "fuzz");
            assertThat(message.text().length).isLessThan(data.length);
            ReleaseFile.parse(message.text(), "fuzz");
            message.signature();
        });
    }

    @FuzzTest
    void release(byte[] data) throws IOException {
        Fuzzing.readOrRefuse(BOUND, () -> {
            ReleaseFile release = ReleaseFile.parse(data, "fuzz");
            release.info();
            release.validUntil();
            release.words("Architectures");
            release.entry("main/binary-amd64/Packages")
                    .ifPresent(entry -> assertThat(entry.byHash("main/binary-amd64/Packages"))
                            .matches("main/binary-amd64/by-hash/SHA(256|512)/[0-9a-f]+"));
        });
    }

    @FuzzTest
    void mirrorList(byte[] data) throws IOException {
        Fuzzing.readOrRefuse(BOUND, () -> {
            for (MirrorList.Mirror mirror : MirrorList.parse(data, "fuzz")) {
                assertThat(mirror.uri()).isNotEmpty();
                mirror.serves("type", "index");
            }
        });
    }

    @FuzzTest
    void contents(byte[] data) throws IOException {
        Fuzzing.readOrRefuse(BOUND, () -> {
            Set<String> paths = Set.of("usr/bin/python3", "usr/share/a b");
            assertThat(ContentsReader.find(new ByteArrayInputStream(data), "fuzz", paths)
                            .keySet())
                    .isSubsetOf(paths);
        });
    }

    @FuzzTest
    void lz4(byte[] data) throws IOException {
        Fuzzing.readOrRefuse(BOUND, () -> {
            try (InputStream in =
                    new DecodedStream(new ByteArrayInputStream(data), Compression.LZ4::open, "fuzz", 1 << 20)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        });
    }
}
