package io.relocpy.bundle.internal.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.Bundle;
import io.relocpy.testing.HostTools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle made here for another architecture, its launchers and its Python run by qemu. */
class Aarch64LauncherIT {
    private static final Path EXAMPLES =
            Path.of("../relocpy-examples").toAbsolutePath().normalize();

    @TempDir
    private static Path folder;

    private static Path bundle = Path.of("");

    @BeforeAll
    static void makeBundle() throws Exception {
        HostTools.require("qemu-aarch64-static", "rpmbuild", "createrepo_c", "dpkg-deb", "apt-get");
        Assumptions.assumeTrue(
                HostTools.run(EXAMPLES + "/run-foreign", "true").exitStatus() == 0,
                "the kernel cannot be told of qemu");
        List<String> make = List.of(EXAMPLES + "/demo-repository/make", "--arch", "arm64");
        String repository = HostTools.run(make, Map.of()).orFail().stdout().strip();
        bundle = folder.resolve("bundle");
        Bundle.builder()
                .architecture("aarch64")
                .repositories(Path.of(repository))
                .modules("python3dist(pyyaml)")
                .scripts(EXAMPLES.resolve("scripts/hello.py"))
                .write(bundle);
    }

    @Test
    void runsAScriptWithNothingFromOutsideMapped() {
        HostTools.Result result = runForeign("env", "-i", bundle + "/bin/hello").orFail();
        assertThat(result.stdout()).contains("libc.so.6", "ld.so", "no code from outside the bundle");
    }

    @Test
    void runsAsTheOnlyThingInARootDirectory() {
        HostTools.requireRoot();
        HostTools.Result result =
                runForeign("chroot", bundle.toString(), "/bin/hello").orFail();
        assertThat(result.stdout()).startsWith("Hello from /\n").contains("libyaml");
    }

    @Test
    void startsItselfForChildren() {
        String program = "import platform, subprocess, sys; print(platform.machine(), flush=True);"
                + "subprocess.run([sys.executable, '-c', 'import sys; print(sys.executable)'], check=True)";
        HostTools.Result result =
                runForeign("env", "-i", bundle + "/bin/python3", "-c", program).orFail();
        assertThat(result.lines()).containsExactly("aarch64", bundle + "/bin/python3");
    }

    private static HostTools.Result runForeign(String... command) {
        List<String> whole = new ArrayList<>(List.of(EXAMPLES + "/run-foreign"));
        whole.addAll(List.of(command));
        return HostTools.run(whole, Map.of());
    }
}
