package io.relocpy.repository.internal.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses of a cache by several processes. */
class CacheUseIT {
    @TempDir
    Path folder;

    @Test
    void aUseRemovesWhatDeadProcessesLeftAndNothingElse() throws IOException {
        HostTools.require("/usr/bin/python3");
        Path uses = Files.createDirectory(folder.resolve("uses"));
        Files.writeString(uses.resolve("1-1-dead"), "2020-01-01T00:00:00Z");
        Path held = uses.resolve("2-2-alive");
        Instant begin = Instant.parse("2021-01-01T00:00:00Z");
        Process other = new ProcessBuilder(
                        "/usr/bin/python3",
                        "-c",
                        "import fcntl\nf = open('" + held + "', 'w')\nfcntl.lockf(f, fcntl.LOCK_EX)\nf.write('" + begin
                                + "')\nf.flush()\nprint('locked', flush=True)\ninput()")
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("locked");
            Object user = new Object();

            CacheUse.begin(PrivateDirectory.open(folder, true), user);

            List<Path> left = files(uses);
            assertThat(left).hasSize(2).contains(held);
            assertThat(CacheUse.oldest(folder.toRealPath())).isEqualTo(begin);
            Reference.reachabilityFence(user);
        } finally {
            other.destroyForcibly();
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
