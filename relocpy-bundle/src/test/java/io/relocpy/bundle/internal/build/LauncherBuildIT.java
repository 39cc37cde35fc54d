package io.relocpy.bundle.internal.build;

import io.relocpy.testing.HostTools;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher's source against its committed binaries. */
class LauncherBuildIT {
    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64", "i686", "ppc64le", "riscv64", "s390x"})
    void theCommittedBinaryIsWhatTheSourceGives(String architecture) throws Exception {
        String compiler = architecture.replace("ppc64le", "powerpc64le") + "-linux-gnu-gcc";
        HostTools.require(compiler);
        Path compilers = Path.of("src/main/resources/io/relocpy/bundle/internal/build/launcher/COMPILERS");
        String here = HostTools.run(compiler, "--version").lines().get(0);
        HostTools.missingUnless(
                Files.readAllLines(compilers).contains(architecture + ": " + here),
                "compiler that made the committed binary is not this one: " + here);
        HostTools.run("src/main/c/build", "--check", architecture).orFail();
    }
}
