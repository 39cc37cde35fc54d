package io.relocpy.bundle.internal.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.Bytecode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramFormatsTest {
    /** What Linux 6 shows of the format that Debian's qemu-user-static registers. */
    private static final String QEMU = """
            enabled
            interpreter /usr/libexec/qemu-binfmt/aarch64-binfmt-P
            flags: POF
            offset 0
            magic 7f454c460201010000000000000000000200b700
            mask ffffffffffffff00fffffffffffffffffeffffff
            """;

    @TempDir
    Path registered;

    @BeforeEach
    void showStatus() throws IOException {
        Files.writeString(registered.resolve("status"), "enabled\n");
        Files.writeString(registered.resolve("register"), "");
    }

    private static byte[] launcher(String architecture) throws IOException {
        return LauncherTemplate.forArchitecture(architecture).head();
    }

    private ProgramFormats on(String architecture) throws IOException {
        return new ProgramFormats(launcher(architecture), registered);
    }

    @Test
    void aMachineExecutesItsOwnPrograms() throws IOException {
        assertThat(on("x86_64").include(launcher("x86_64"))).isTrue();
        assertThat(on("x86_64").include(launcher("i686"))).isTrue();
        assertThat(on("s390x").include(launcher("s390x"))).isTrue();
        for (String other : new String[] {"aarch64", "ppc64le", "riscv64", "s390x"}) {
            assertThat(on("x86_64").include(launcher(other))).as(other).isFalse();
            assertThat(on(other).include(launcher("x86_64"))).as(other).isFalse();
        }
        assertThat(on("x86_64").include(new byte[3])).isFalse();
    }

    @Test
    void registeredFormatsAreExecutedWhileTheyAreEnabled() throws IOException {
        Path format = Files.writeString(registered.resolve("qemu-aarch64"), QEMU);
        assertThat(on("x86_64").include(launcher("aarch64"))).isTrue();
        assertThat(on("x86_64").include(launcher("riscv64"))).isFalse();

        Files.writeString(format, QEMU.replace("enabled", "disabled"));
        assertThat(on("x86_64").include(launcher("aarch64"))).isFalse();
    }

    @Test
    void theHostExecutesItself() throws IOException {
        assertThat(ProgramFormats.ofHost().include(Files.readAllBytes(Path.of("/proc/self/exe"))))
                .isTrue();
    }

    @Test
    void modulesAreNotCompiledForMachinesThatCannotRun() throws IOException {
        byte[] foreign = launcher(System.getProperty("os.arch").equals("s390x") ? "aarch64" : "s390x");
        Assumptions.assumeFalse(ProgramFormats.ofHost().include(foreign), "this host executes programs of both");
        CompileStep.check(Bytecode.AS_PACKAGED, foreign);
        CompileStep.check(Bytecode.NONE, foreign);
        assertThatThrownBy(() -> CompileStep.check(Bytecode.CHECKED_HASH, foreign))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("does not run on this machine")
                .hasMessageContaining("qemu-user");
    }
}
