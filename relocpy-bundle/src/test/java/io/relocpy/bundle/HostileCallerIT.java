package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import io.relocpy.testing.HostTools.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the quickstart's bundle for callers whose environment would break it, and starts children from it. */
class HostileCallerIT {
    @TempDir
    static Path shared;

    private static DemoBundle bundle;
    private static Path hostLibrary;

    @BeforeAll
    static void build() throws IOException {
        bundle = DemoBundle.build("trixie", shared);
        HostTools.require("ldd", "ls");
        hostLibrary = HostTools.run("ldd", "/bin/ls").orFail().lines().stream()
                .filter(line -> line.contains("libc.so.6 =>"))
                .map(line -> Path.of(line.replaceAll(".*=> (\\S+) .*", "$1")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void ignoresTheHostsLibrariesAndAnotherPythonsVariables() {
        Map<String, String> hostile = Map.of(
                "LD_LIBRARY_PATH",
                hostLibrary.getParent().toString(),
                "LD_PRELOAD",
                hostLibrary.toString(),
                "PYTHONHOME",
                "/nonsense",
                "PYTHONPATH",
                "/nonsense");

        Result hello =
                DemoBundle.run(bundle.directory().resolve("bin/hello"), hostile).orFail();
        Result python = DemoBundle.run(
                        bundle.directory().resolve("bin/python3"), hostile, "-c", "import ssl, yaml; print('runs')")
                .orFail();

        assertThat(hello.stdout()).contains("no code from outside the bundle");
        assertThat(hello.stderr()).isEmpty();
        assertThat(python.stdout()).isEqualTo("runs\n");
    }

    @Test
    void programsOfTheHostRunAsChildren() {
        Result result = python(
                Map.of("LD_LIBRARY_PATH", hostLibrary.getParent().toString()),
                "import subprocess; subprocess.run(['/bin/ls', '/'], check=True)");

        assertThat(result.orFail().lines()).contains("usr");
    }

    @Test
    void childrenSeeNoVariableOfOurs() {
        Result result = python(
                Map.of("SOME", "thing"), "import os; print(sorted(k for k in os.environ if not k.startswith('LC_')))");

        assertThat(result.orFail().stdout()).isEqualTo("['SOME']\n");
    }

    @Test
    void sysExecutableIsThePythonOfTheBundle() {
        Result result = python(
                Map.of(),
                "import subprocess, sys; "
                        + "subprocess.run([sys.executable, '-c', 'import sys, yaml; print(sys.executable)'], check=True)");

        assertThat(result.orFail().stdout().strip())
                .isEqualTo(bundle.directory().resolve("bin/python3").toString());
    }

    @Test
    void multiprocessingStartsInEveryWay() throws IOException {
        Path script = Files.writeString(shared.resolve("pools.py"), """
                import multiprocessing, sys

                def square(x):
                    return x * x

                if __name__ == '__main__':
                    for method in 'fork', 'spawn', 'forkserver':
                        with multiprocessing.get_context(method).Pool(2) as pool:
                            print(method, pool.map(square, [1, 2, 3]))
                """);

        Result result = DemoBundle.run(bundle.directory().resolve("bin/python3"), Map.of(), script.toString());

        assertThat(result.orFail().lines())
                .containsExactly("fork [1, 4, 9]", "spawn [1, 4, 9]", "forkserver [1, 4, 9]");
    }

    private static Result python(Map<String, String> environment, String program) {
        return DemoBundle.run(bundle.directory().resolve("bin/python3"), environment, "-c", program);
    }
}
