package io.relocpy.rpm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages too large for 32-bit sizes and careless lists in memory. */
class LargePackageIT {
    private static final String SPEC = """
            Name: large
            Version: 1
            Release: 1
            Summary: large
            License: MIT
            BuildArch: noarch
            %%description
            large
            %%install
            mkdir -p %%{buildroot}/usr/large
            cd %%{buildroot}/usr/large
            %s
            %%files
            /usr/large
            """;

    @TempDir
    Path temp;

    private Path build(String script) throws IOException {
        HostTools.require("rpmbuild");
        Path spec = Files.writeString(temp.resolve("large.spec"), SPEC.formatted(script));
        HostTools.run(
                        "rpmbuild",
                        "-bb",
                        "--quiet",
                        "--define",
                        "_topdir " + temp.resolve("top"),
                        "--define",
                        "_binary_payload w1.zstdio",
                        "--define",
                        "__os_install_post %{nil}",
                        spec.toString())
                .orFail();
        return temp.resolve("top/RPMS/noarch/large-1-1.noarch.rpm");
    }

    /** What {@code build("truncate -s 4400000000 sparse; echo end > small")} made, for which rpmbuild takes half a minute. */
    private Path kept() throws IOException {
        Path rpm = temp.resolve("large.rpm");
        try (InputStream in = new GZIPInputStream(LargePackageIT.class.getResourceAsStream("large.rpm.gz"))) {
            Files.copy(in, rpm);
        }
        return rpm;
    }

    @Test
    void readsAFileOfMoreThanFourGigabytes() throws IOException {
        RpmFile rpm = RpmFile.open(kept());
        assertThat(rpm.description().installedSize()).isGreaterThan(4_400_000_000L);
        long bytes = 0;
        Set<String> paths = new HashSet<>();
        byte[] buffer = new byte[1 << 16];
        try (RpmPayload payload = rpm.payload()) {
            for (Optional<PayloadEntry> next = payload.next(); next.isPresent(); next = payload.next()) {
                PayloadEntry entry = next.get();
                paths.add(entry.path());
                if (entry.path().endsWith("sparse")) {
                    assertThat(entry.size()).isEqualTo(4_400_000_000L);
                    for (int n = payload.content().read(buffer);
                            n >= 0;
                            n = payload.content().read(buffer)) {
                        bytes += n;
                    }
                }
            }
        }
        assertThat(bytes).isEqualTo(4_400_000_000L);
        assertThat(paths).contains("/usr/large/small");
        // rpm2cpio rejects files of this size, so there is nothing to compare with
    }

    @Test
    void readsAHundredThousandFiles() throws IOException {
        RpmFile rpm = RpmFile.open(build("mkdir $(seq 1 100)\nfor d in *; do (cd $d && touch $(seq 1 1000)); done"));
        assertThat(rpm.files()).hasSize(100_101);
        int count = 0;
        try (RpmPayload payload = rpm.payload()) {
            while (payload.next().isPresent()) {
                count++;
            }
        }
        assertThat(count).isEqualTo(100_101);
        assertDecompressesToTheBytesOfRpm2cpio(rpm);
    }

    private static void assertDecompressesToTheBytesOfRpm2cpio(RpmFile rpm) throws IOException {
        HostTools.require("rpm2cpio");
        Process process = new ProcessBuilder("rpm2cpio", rpm.path().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] ours = new byte[1 << 16];
        byte[] theirs = new byte[1 << 16];
        long offset = 0;
        try (InputStream expected = process.getInputStream();
                PayloadStream stream = PayloadStream.open(rpm, List.of())) {
            int count;
            do {
                count = stream.readNBytes(ours, 0, ours.length);
                int expectedCount = expected.readNBytes(theirs, 0, theirs.length);
                if (count != expectedCount || !Arrays.equals(ours, 0, count, theirs, 0, count)) {
                    fail("differs in the %d bytes from %d on, where rpm2cpio has %d", count, offset, expectedCount);
                }
                offset += count;
            } while (count > 0);
        }
        assertThat(process.onExit().join().exitValue()).isZero();
    }
}
