package io.relocpy.rpm.resolve;

import static io.relocpy.repository.testing.Fuzzing.MIB;
import static io.relocpy.repository.testing.Fuzzing.readOrRefuse;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * For any input, reading gives a result or the checked exception, within a memory limit.
 *
 * <p>A build only replays the inputs in {@code LockfileFuzzTestInputs}; see CONTRIBUTING.md for how to find new ones.
 */
class LockfileFuzzTest {
    @TempDir
    static Path folder;

    @FuzzTest
    void lockfile(byte[] data) throws IOException {
        Path file = Files.write(folder.resolve("fuzz.lock"), data);
        readOrRefuse(64 * MIB, () -> {
            Lockfile lockfile = Lockfile.read(file);
            lockfile.write(file);
            assertThat(Lockfile.read(file)).isEqualTo(lockfile);
        });
    }
}
