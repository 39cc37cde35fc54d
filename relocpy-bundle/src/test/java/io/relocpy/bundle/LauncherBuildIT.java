package io.relocpy.bundle;

import io.relocpy.testing.HostTools;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher's source against its committed binaries. */
class LauncherBuildIT {
    @ParameterizedTest
    @ValueSource(strings = {"x86_64"})
    void theCommittedBinaryIsWhatTheSourceGives(String architecture) throws Exception {
        HostTools.require(architecture + "-linux-gnu-gcc");
        Path compilers = Path.of("src/main/resources/io/relocpy/bundle/launcher/COMPILERS");
        String here = HostTools.run(architecture + "-linux-gnu-gcc", "--version")
                .lines()
                .get(0);
        HostTools.missingUnless(
                Files.readAllLines(compilers).contains(architecture + ": " + here),
                "compiler that made the committed binary is not this one: " + here);
        HostTools.run("src/main/c/build", "--check", architecture).orFail();
    }
}
