package io.relocpy.rpm.file;

import static io.relocpy.repository.testing.Fuzzing.MIB;
import static io.relocpy.repository.testing.Fuzzing.readOrRefuse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.repository.openpgp.VerificationPolicy;
import io.relocpy.rpm.Nevra;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/**
 * For any input, a reader returns a result or throws the checked exception, within a memory limit.
 *
 * <p>In a build, each test replays the inputs stored in {@code PackageFuzzTestInputs}; CONTRIBUTING.md describes how
 * to fuzz.
 */
class PackageFuzzTest {
    private static final List<String> COMPRESSOR_NAMES =
            RpmBuilder.COMPRESSORS.keySet().stream().sorted().toList();

    @TempDir
    static Path folder;

    /** A header as stored in the rpm database: without the magic number. */
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
            rpm.description();
            rpm.verify(KeyRing.EMPTY).complaints(VerificationPolicy.STRICT);
            readPayload(rpm);
        });
    }

    /**
     * An archive after a valid header with matching digests; the first byte selects the compression and the cpio
     * format.
     */
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

    /** As above, with raw compressed data. */
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
            while (payload.next().isPresent()) {
                payload.content().transferTo(OutputStream.nullOutputStream());
            }
        }
    }
}
