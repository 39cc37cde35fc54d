package io.relocpy.elf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.elf.ElfFile;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in the places and circumstances in which other projects' builds call patchelf. */
class ScriptIT {
    private static final String RPATH = "$ORIGIN/löb";

    @TempDir
    Path folder;

    private Path checkout;
    private Path script;
    private Path program;

    /** A checkout of its own, in which nothing has run yet. */
    @BeforeEach
    void checkout() throws IOException {
        HostTools.require("sh", "cp");
        checkout = Files.createDirectories(folder.resolve("a chéckout"));
        script = Files.copy(Path.of("patchelf"), checkout.resolve("patchelf"), StandardCopyOption.COPY_ATTRIBUTES);
        HostTools.run("cp", "-R", "java-start", checkout.toString()).orFail();
        Files.createDirectory(checkout.resolve("target"));
        Files.copy(jar(), checkout.resolve("target").resolve(jar().getFileName()));
        program = folder.resolve("a prögram");
        Files.copy(Path.of("/bin/true").toRealPath(), program, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.toString().endsWith("-cli.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("target: expected a cli jar, found none"));
        }
    }

    private String shell(String command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).directory(folder.toFile());
        builder.environment().putAll(environment);
        HostTools.Result result = HostTools.run(builder).orFail();
        assertThat(result.stderr()).isEmpty();
        return result.stdout();
    }

    @Test
    void worksFromAnyFolderByAnyNameInAnyLocale() throws IOException {
        shell("'./a chéckout/patchelf' --set-rpath '" + RPATH + "' 'a prögram'", Map.of("LC_ALL", "C"));
        Files.createSymbolicLink(folder.resolve("link"), Path.of("a chéckout/patchelf"));
        Files.createDirectory(folder.resolve("bin"));
        Files.createSymbolicLink(folder.resolve("bin/patchelf"), Path.of("../link"));

        assertThat(shell("./link --print-rpath 'a prögram'", Map.of("LANG", "C", "LC_ALL", "")))
                .isEqualTo(RPATH + "\n");
        assertThat(shell("PATH=$PWD/bin:$PATH; cd /; patchelf --print-rpath '" + program + "' <&-", Map.of()))
                .isEqualTo(RPATH + "\n");
        assertThat(shell("cd 'a chéckout' && sh patchelf --print-rpath '../a prögram'", Map.of()))
                .isEqualTo(RPATH + "\n");
        shell("'./a prögram'", Map.of());
    }

    @Test
    void saysNothingOfJava() {
        Map<String, String> environment =
                Map.of("JAVA_TOOL_OPTIONS", "-Dx=y", "JDK_JAVA_OPTIONS", "-Dx=y", "CLASSPATH", "x");

        assertThat(shell("'./a chéckout/patchelf' --print-interpreter 'a prögram'", environment))
                .startsWith("/");
    }

    @Test
    void aBuildMayStartManyAtOnceFromTheVeryFirst() throws IOException {
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Files.copy(program, folder.resolve("copy" + i));
            commands.add("'" + script + "' --set-rpath /number/" + i + " copy" + i + " || exit 1 &");
        }

        shell(String.join("\n", commands) + "\nwait", Map.of());

        for (int i = 0; i < 8; i++) {
            assertThat(ElfFile.open(folder.resolve("copy" + i)).runpath()).contains("/number/" + i);
        }
        try (Stream<Path> left = Files.list(checkout.resolve("target"))) {
            assertThat(left.map(path -> path.getFileName().toString().replaceFirst(".*-cli", "")))
                    .containsExactlyInAnyOrder(".jar", ".jsa");
        }
    }

    @Test
    void needsNoWritableCheckout() throws IOException {
        HostTools.requireRoot();
        HostTools.require("setpriv");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        String nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups ";
        assertThat(shell(nobody + "'" + script + "' --print-interpreter 'a prögram'", Map.of()))
                .startsWith("/");
        try (Stream<Path> left = Files.list(checkout.resolve("target"))) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void writesFilesInFoldersThatCannotBeWrittenToAndRefusesOthersFiles() throws IOException {
        HostTools.requireRoot();
        HostTools.require("setpriv");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createLink(folder.resolve("hard link"), program);
        String nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups '" + script + "' ";

        shell(nobody + "--set-rpath /as/nobody 'a prögram'", Map.of());

        assertThat(ElfFile.open(folder.resolve("hard link")).runpath()).contains("/as/nobody");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("r-xr-xr-x"));
        HostTools.Result refused = HostTools.run(
                new ProcessBuilder("sh", "-c", nobody + "--set-rpath /again 'a prögram'").directory(folder.toFile()));
        assertThat(refused.exitStatus()).isEqualTo(1);
        assertThat(refused.stderr()).isEqualTo("patchelf: open: Permission denied\n");
        assertThat(ElfFile.open(program).runpath()).contains("/as/nobody");
    }

    @Test
    void aRunningProgramIsRefused() throws IOException {
        Path sleep = Files.copy(
                Path.of("/bin/sleep").toRealPath(), folder.resolve("sleep"), StandardCopyOption.COPY_ATTRIBUTES);
        Process running = new ProcessBuilder(sleep.toString(), "60").start();
        try {
            HostTools.Result refused = HostTools.run(script.toString(), "--set-rpath", "/busy", sleep.toString());

            assertThat(refused.stderr()).isEqualTo("patchelf: open: Text file busy\n");
            assertThat(refused.exitStatus()).isEqualTo(1);
        } finally {
            running.destroy();
        }
    }

    @Test
    void theJarRunsByItself() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        HostTools.Result version = HostTools.run(java, "-jar", jar().toString(), "--version");

        assertThat(version.stdout()).isEqualTo("patchelf 0.19.0\n");
        assertThat(HostTools.run(java, "-jar", jar().toString()).exitStatus()).isEqualTo(1);
    }
}
