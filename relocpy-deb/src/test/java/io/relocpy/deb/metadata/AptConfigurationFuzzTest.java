package io.relocpy.deb.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.SettingWarning;
import io.relocpy.testing.Allocations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever bytes a configuration file has, reading gives a result or the checked exception, within a bound of memory.
 *
 * <p>In a build each test reads the inputs kept in {@code AptConfigurationFuzzTestInputs}; see CONTRIBUTING.md for how to
 * look for new ones.
 */
class AptConfigurationFuzzTest {
    private static final long BOUND = 64 << 20;

    @TempDir
    static Path folder;

    private static HostDirectory host;

    @BeforeAll
    static void create() throws IOException {
        host = new HostDirectory(folder);
    }

    private static void read(String name, byte[] data) throws IOException {
        Path file = Files.write(folder.resolve("etc/apt").resolve(name), data);
        try {
            Allocations.assertBelow(BOUND, () -> {
                try {
                    check(host.read());
                } catch (FormatException e) {
                    assertThat(e.getMessage()).contains(": expected ");
                }
            });
        } finally {
            Files.delete(file);
        }
    }

    private static void check(AptConfiguration apt) throws IOException {
        for (AptSource source : apt.sources()) {
            assertThat(source.toBuilder().build()).isEqualTo(source);
            assertThat(source.toString()).doesNotContain("\n");
            // a login ends with one, before the host; paths, suites and components may have others
            assertThat(source.toString()).doesNotContainPattern("://[^/\\s]*@");
            apt.http(source);
            apt.withLimitsFor(source, "Debian");
        }
        for (SettingWarning warning : apt.warnings()) {
            assertThat(warning.message()).doesNotContain("\n", "\u001b");
        }
        assertThat(apt.architectures()).isNotEmpty();
        assertThat(apt.listsDirectory()).startsWithRaw(folder);
        apt.suite("trixie");
        apt.http("https://example.org/debian/");
    }

    /** {@code sources.list}. */
    @FuzzTest
    void lines(byte[] data) throws IOException {
        read("sources.list", data);
    }

    /** A deb822 file of sources. */
    @FuzzTest
    void stanzas(byte[] data) throws IOException {
        read("sources.list.d/fuzz.sources", data);
    }

    /** {@code preferences}. */
    @FuzzTest
    void preferences(byte[] data) throws IOException {
        read("preferences", data);
    }

    /** {@code apt.conf}, beside a source that it may be about. */
    @FuzzTest
    void settings(byte[] data) throws IOException {
        host.write("etc/apt/sources.list.d/a.list", "deb https://example.org/debian trixie main\n");
        read("apt.conf", data);
    }

    /** {@code auth.conf}, beside a source that it may be about. */
    @FuzzTest
    void logins(byte[] data) throws IOException {
        host.write("etc/apt/sources.list.d/a.list", "deb http://example.org/debian trixie main\n");
        read("auth.conf", data);
    }
}
