package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.deb.resolve.DebRepositories;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A wheel installed when the bundle is built, and what people do with a Python: pip, virtual environments, processes.
 *
 * <p>{@code -Drelocpy.fullMatrix=true} does it with bookworm's Python, too.
 */
@ParameterizedClass
@MethodSource("suites")
class DestinationPythonIT {
    private static final String NAME = "demo-1.0-py3-none-any.whl";

    @TempDir
    static Path shared;

    private static DebRepositories repositories;
    private static Path wheel;
    private static Path built;

    @Parameter
    Suite suite;

    @TempDir
    Path folder;

    record Suite(String name, String python, String glibc) {}

    static List<Suite> suites() {
        Suite trixie = new Suite("trixie", "3.13", "2.41");
        Suite bookworm = new Suite("bookworm", "3.11", "2.36");
        return Boolean.getBoolean("relocpy.fullMatrix") ? List.of(trixie, bookworm) : List.of(trixie);
    }

    @BeforeParameterizedClassInvocation
    static void build(Suite suite) throws IOException {
        repositories = DebianSuite.of(suite.name());
        wheel = new WheelBuilder()
                .file("demo/__init__.py", "import sys\n\n\ndef main():\n    print('demo', *sys.argv[1:])\n")
                .file(WheelBuilder.INFO + "entry_points.txt", "[console_scripts]\ndemo = demo:main\n")
                .file("demo-1.0.data/data/share/demo/data.txt", "data")
                .write(shared, NAME);
        built = shared.resolve("built-" + suite.name());
        bundle().write(built);
    }

    private static Bundle.Builder bundle() {
        return bundle(wheel);
    }

    private static Bundle.Builder bundle(Path wheel) {
        return Bundle.builder()
                .repositories(repositories)
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
        // of the same name, which is in the bill of materials
        Path again = Files.createDirectory(folder.resolve("again-with-a-longer-path"))
                .resolve(built.getFileName());
        bundle().write(again);

        assertThat(again.resolve("relocpy.json")).hasSameBinaryContentAs(built.resolve("relocpy.json"));
        String compiled = "os.cpython-%s.pyc".formatted(suite.python().replace(".", ""));
        assertThat(again.resolve(library() + "/__pycache__/" + compiled)).exists();
        assertThat(run(again, "python3", "-B", "-c", "import json; print(json.load.__code__.co_filename)"))
                .isEqualTo(again + "/" + library() + "/json/__init__.py\n");
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

        assertThatThrownBy(() -> Bundle.builder()
                        .repositories(repositories)
                        .wheels(other)
                        .write(folder.resolve("bundle")))
                .isInstanceOf(BundleException.class)
                .hasMessage(other + ": is for cp39-cp39-linux_x86_64, and the bundle has CPython " + suite.python()
                        + " on x86_64 with glibc " + suite.glibc());
        assertThat(folder.resolve("bundle")).doesNotExist();
    }

    @Test
    void aBinaryWheelFindsTheLibraryThatItBringsBuiltInAndInstalledByPip() throws IOException {
        Path binary = binaryWheel();
        Path builtIn = folder.resolve("built in");
        bundle(binary).bytecode(Bytecode.AS_PACKAGED).write(builtIn);
        Path installed = copy("installed");
        run(installed, "pip3", "uninstall", "--yes", "demo");
        run(installed, "pip3", "install", "--no-index", binary.toString());
        String answer = "import native; print(native.answer(), native.__file__)";

        for (Path bundle : List.of(builtIn, Files.move(installed, folder.resolve("moved")))) {
            assertThat(run(bundle, "python3", "-c", answer)).startsWith("42 " + bundle + "/");
        }
        assertThat(Bundle.verify(builtIn).faults()).isEmpty();
    }

    /** A wheel as auditwheel(1) makes them: the extension module finds a library in a folder beside it. */
    private Path binaryWheel() throws IOException {
        HostTools.require("gcc");
        Path sources = Files.createDirectories(folder.resolve("sources/demo.libs"));
        Path library = sources.resolve("libanswer-1234.so");
        Path module = folder.resolve("sources/native.abi3.so");
        Path answer = Files.writeString(folder.resolve("answer.c"), "int answer(void) { return 42; }\n");
        Path source = Files.write(folder.resolve("native.c"), ProbeBundle.resource("wheel/native.c"));
        HostTools.run("gcc", "-shared", "-fPIC", "-o", library.toString(), answer.toString())
                .orFail();
        HostTools.run(
                        "gcc",
                        "-shared",
                        "-fPIC",
                        "-Wl,-rpath,$ORIGIN/demo.libs",
                        "-o",
                        module.toString(),
                        source.toString(),
                        "-L" + sources,
                        "-l:libanswer-1234.so")
                .orFail();
        String machine = System.getProperty("os.arch").replace("amd64", "x86_64");
        return new WheelBuilder()
                .forPlatform()
                .file("native.abi3.so", Files.readAllBytes(module))
                .file("demo.libs/libanswer-1234.so", Files.readAllBytes(library))
                .write(folder, "demo-1.0-cp39-abi3-linux_" + machine + ".whl");
    }

    @Test
    void withShellLaunchersCommandsOfPipAndCopiesInEnvironmentsAreShellScripts() throws IOException {
        Path bundle = folder.resolve("it's a bundle");
        bundle().shellLaunchers(true).bytecode(Bytecode.AS_PACKAGED).write(bundle);
        runWithPath(bundle, "pip3", "uninstall", "--yes", "demo");
        runWithPath(bundle, "pip3", "install", "--no-index", wheel.toString());
        Path moved = Files.move(bundle, folder.resolve("it's moved"));
        Path copies = folder.resolve("copies");
        runWithPath(moved, "python3", "-m", "venv", "--copies", "--without-pip", copies.toString());

        assertThat(moved.resolve("bin/demo"))
                .content(StandardCharsets.ISO_8859_1)
                .startsWith("#!/bin/sh\n");
        assertThat(runWithPath(moved, "demo", "a b")).isEqualTo("demo a b\n");
        assertThat(runWithPath(copies, "python", "-c", "import sys; print(sys.prefix, sys.base_prefix)"))
                .isEqualTo(copies + " " + moved + "\n");
    }

    private static String runWithPath(Path root, String command, String... arguments) {
        return DemoBundle.run(root.resolve("bin").resolve(command), Map.of("PATH", "/usr/bin:/bin"), arguments)
                .orFail()
                .stdout();
    }

    private String library() {
        return "lib/python" + suite.python();
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
