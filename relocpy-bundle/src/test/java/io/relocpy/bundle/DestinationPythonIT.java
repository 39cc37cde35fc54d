package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wheel installed when the bundle is built, and what people do with a Python: pip, virtual environments, processes. */
class DestinationPythonIT {
    private static final String NAME = "demo-1.0-py3-none-any.whl";

    @TempDir
    static Path shared;

    private static Path repository;
    private static Path wheel;
    private static Path built;

    @TempDir
    Path folder;

    @BeforeAll
    static void build() throws IOException {
        repository = DemoRepository.of("trixie", "python3", "python3-pip", "python3-venv");
        wheel = new WheelBuilder()
                .file("demo/__init__.py", "import sys\n\n\ndef main():\n    print('demo', *sys.argv[1:])\n")
                .file(WheelBuilder.INFO + "entry_points.txt", "[console_scripts]\ndemo = demo:main\n")
                .file("demo-1.0.data/data/share/demo/data.txt", "data")
                .write(shared, NAME);
        built = shared.resolve("built");
        bundle().write(built);
    }

    private static Bundle.Builder bundle() {
        return Bundle.builder()
                .repositories(repository)
                .modules("python3-pip", "python3-venv")
                .wheels(wheel)
                .bytecode(Bytecode.UNCHECKED_HASH);
    }

    @Test
    void aWheelIsInstalledWhenTheBundleIsBuilt() throws IOException {
        assertThat(run(built, "demo", "a b")).isEqualTo("demo a b\n");
        assertThat(built.resolve("share/demo/data.txt")).hasContent("data");
        assertThat(Bundle.verify(built).faults()).isEmpty();
    }

    @Test
    void pipRemovesAndInstallsAndItsCommandsMoveWithTheBundle() throws IOException {
        Path bundle = copy("bundle");

        run(bundle, "pip3", "uninstall", "--yes", "demo");
        try (Stream<Path> left = Files.walk(bundle)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .as("RECORD was true")
                    .noneMatch(name -> name.startsWith("demo"));
        }
        run(bundle, "pip3", "install", "--no-index", wheel.toString());
        Path moved = Files.move(bundle, folder.resolve("moved to"));

        assertThat(run(moved, "demo", "again")).isEqualTo("demo again\n");
    }

    @Test
    void modulesAreCompiledToTheSameBytesAgain() throws IOException {
        Path again = folder.resolve("again-with-a-longer-path");
        bundle().write(again);

        assertThat(again.resolve("relocpy.json")).hasSameBinaryContentAs(built.resolve("relocpy.json"));
        assertThat(again.resolve("lib/python3.13/__pycache__/os.cpython-313.pyc"))
                .exists();
        assertThat(run(again, "python3", "-B", "-c", "import json; print(json.load.__code__.co_filename)"))
                .isEqualTo(again + "/lib/python3.13/json/__init__.py\n");
    }

    @Test
    void virtualEnvironmentsWorkAsLinksAndAsCopies() throws IOException {
        Path bundle = copy("bundle");
        String prefixes = "import sys; print(sys.prefix, sys.base_prefix)";
        Path links = folder.resolve("links");
        Path copies = folder.resolve("copies");

        run(bundle, "python3", "-m", "venv", links.toString());
        run(bundle, "python3", "-m", "venv", "--copies", "--without-pip", copies.toString());

        assertThat(run(links, "python", "-c", prefixes)).isEqualTo(links + " " + bundle + "\n");
        assertThat(run(copies, "python", "-c", prefixes)).isEqualTo(copies + " " + bundle + "\n");
        assertThat(run(links, "pip", "--version")).contains(links.toString());

        Path moved = Files.move(bundle, folder.resolve("moved"));
        run(moved, "python3", "-m", "venv", "--upgrade", "--without-pip", links.toString());
        assertThat(run(links, "python", "-c", prefixes)).isEqualTo(links + " " + moved + "\n");
        assertThat(DemoBundle.run(copies.resolve("bin/python"), Map.of(), "-c", prefixes)
                        .stderr())
                .contains("the bundle is not whole");
    }

    @Test
    void processesStartInEveryWay() throws IOException {
        Path script = Files.writeString(folder.resolve("processes.py"), """
                import asyncio, multiprocessing, os, sys

                async def child():
                    process = await asyncio.create_subprocess_exec(sys.executable, '-c', 'print(1)', stdout=-1)
                    return (await process.communicate())[0]

                if __name__ == '__main__':
                    for method in ('fork', 'spawn', 'forkserver'):
                        with multiprocessing.get_context(method).Pool(1) as pool:
                            print(method, pool.map(abs, [-1]))
                    print(asyncio.run(child()), flush=True)
                    os.execl(sys.executable, 'python', '-c', 'print("executed")')
                """);

        assertThat(run(built, "python3", script.toString()))
                .isEqualTo("fork [1]\nspawn [1]\nforkserver [1]\nb'1\\n'\nexecuted\n");
    }

    @Test
    void aWheelForAnotherPythonIsRefused() throws IOException {
        Path other = new WheelBuilder().forPlatform().write(folder, "demo-1.0-cp39-cp39-linux_x86_64.whl");

        assertThatThrownBy(() ->
                        Bundle.builder().repositories(repository).wheels(other).write(folder.resolve("bundle")))
                .isInstanceOf(BundleException.class)
                .hasMessage(other + ": is for cp39-cp39-linux_x86_64, and the bundle has CPython 3.13 on x86_64 with"
                        + " glibc 2.41");
        assertThat(folder.resolve("bundle")).doesNotExist();
    }

    private Path copy(String name) {
        Path copy = folder.resolve(name);
        HostTools.run("cp", "-a", built.toString(), copy.toString()).orFail();
        return copy;
    }

    private static String run(Path root, String command, String... arguments) {
        return DemoBundle.run(root.resolve("bin").resolve(command), Map.of(), arguments)
                .orFail()
                .stdout();
    }
}
