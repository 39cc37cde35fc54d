package io.relocpy.deb.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.deb.DebianVersion;
import io.relocpy.deb.PackageId;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockfileTest {
    private static final String KEY = "0123456789ABCDEF0123456789ABCDEF01234567";
    private static final String OTHER_KEY = "f".repeat(64);

    private static final Lockfile LOCKFILE = new Lockfile(
            AptSolver.SOLVER_3,
            List.of("amd64", "i386"),
            List.of("python3dist(pyyaml)", "odd\trequest\\"),
            true,
            List.of(new Lockfile.LockedSource(
                    "example.org_debian_trixie",
                    Optional.of("https://example.org/debian trixie main"),
                    List.of(KEY, OTHER_KEY))),
            List.of(new Lockfile.LockedPackage(
                    new PackageId("zlib1g", DebianVersion.of("1:1.3-1"), "amd64"),
                    "example.org_debian_trixie",
                    new Checksum(Checksum.Algorithm.SHA_256, "0".repeat(64)),
                    88_000,
                    "pool/main/z/zlib/zlib1g_1.3-1_amd64.deb",
                    new PackageOrigin(
                            Optional.of("zlib"),
                            Optional.of("1:1.3-1"),
                            Optional.of("debian"),
                            Optional.of("trixie")))));

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path file = folder.resolve("relocpy.lock");

        LOCKFILE.write(file);

        assertThat(Lockfile.read(file)).isEqualTo(LOCKFILE);
        assertThat(Files.readString(file)).startsWith("relocpy-deb-lock\t1\nsolver\t3.0\narchitecture\tamd64\n");
    }

    /** As was written before keys were. */
    @Test
    void keysNeedNotBeThere() throws IOException {
        String text = LOCKFILE.text().replaceAll("(?m)^key\t.*\n", "");
        Path file = Files.writeString(folder.resolve("relocpy.lock"), text);

        Lockfile read = Lockfile.read(file);

        assertThat(text).doesNotContain(KEY);
        assertThat(read.text()).isEqualTo(text);
        assertThat(read.sources().get(0).keys()).isEmpty();
    }

    @Test
    void aKeyIsNamedOnce() throws IOException {
        String text = LOCKFILE.text().replace(OTHER_KEY, KEY);
        Path file = Files.writeString(folder.resolve("relocpy.lock"), text);

        assertThatThrownBy(() -> Lockfile.read(file))
                .hasMessageContaining("line 10: expected the fingerprint of another");
    }

    @Test
    void secretsAreNotKept() {
        assertThat(new Lockfile.LockedSource(
                                "a", Optional.of("https://user:secret@example.org/debian trixie"), List.of())
                        .location()
                        .orElseThrow())
                .doesNotContain("secret")
                .contains("example.org/debian trixie");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "relocpy-deb-lock | relocpy-lock | line 1: expected relocpy-deb-lock 1",
                "relocpy-deb-lock\\t1 | relocpy-deb-lock\\t2 | line 1: expected relocpy-deb-lock 1, found relocpy-deb-lock 2, which a newer relocpy may know",
                "solver\\t3.0 | solver\\t4.0 | line 2: expected a solver of apt",
                "architecture\\ti386 | architecture\\t../x | line 4: expected an architecture",
                "key\\texample.org_debian_trixie\\t01 | key\\tother\\t01 | line 9: expected the id of a source",
                "\\t0123456789ABCDEF | \\t | line 9: expected the fingerprint of another key",
                "\\t0123456789ABCDEF | \\t../ | line 9: expected the fingerprint of another key",
                "0123456789ABCDEF0123456789ABCDEF01234567 | FFFF | line 9: expected the fingerprint of another key",
                "package\\tzlib1g\\t1:1.3-1\\tamd64\\texample | package\\tzlib1g\\t1:1.3-1\\tamd64\\tother | line 11: expected the id of a source",
                "zlib1g\\t1:1.3-1 | zlib1g\\t1:1.3/1 | line 11: expected the name and version",
                "SHA-256:0 | SHA-256:z | line 11: expected SHA-256 of 64",
                "SHA-256: | MD5: | line 11: expected MD5 of 32",
                "88000 | -1 | line 11: expected a size in bytes",
                "end\\t1 | end\\t2 | line 12: expected end 1",
                "end\\t1 | package | line 12: expected package with 8 fields",
            })
    void damagedFilesAreRefused(String before, String after, String message) throws IOException {
        String text = LOCKFILE.text();
        String damaged = text.replace(before.replace("\\t", "\t"), after.replace("\\t", "\t"));
        Path file = Files.writeString(folder.resolve("relocpy.lock"), damaged);

        assertThat(damaged).isNotEqualTo(text);
        assertThatThrownBy(() -> Lockfile.read(file))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(message);
    }
}
