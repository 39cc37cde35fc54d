package io.relocpy.bundle.internal.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library that puts argv[0] right where the loader cannot, preloaded into a program with this machine's loader. */
class Argv0ShimLauncherIT {
    @TempDir
    private Path folder;

    private Path program = Path.of("");

    @BeforeEach
    void compile() throws IOException {
        HostTools.require("gcc");
        Path bin = Files.createDirectories(folder.resolve("with: colon and space/bin"));
        program = bin.resolve("show");
        Path source = folder.resolve("show_process.c");
        Files.write(source, resource("show_process.c"));
        HostTools.run("gcc", "-o", program.toString(), source.toString()).orFail();
        String architecture = System.getProperty("os.arch").replace("amd64", "x86_64");
        Files.write(bin.resolveSibling("argv0-shim.so"), resource(architecture + "-argv0-shim.so"));
    }

    @Test
    void replacesArgv0AndLeavesNoTraceInTheEnvironment() {
        List<String> lines = run(Map.of(
                "BEFORE", "1",
                "LD_PRELOAD", "$ORIGIN/../argv0-shim.so",
                "LD_PRELOADS", "2",
                "RELOCPY_ARGV0", "/handed over"));
        assertThat(lines)
                .containsExactlyInAnyOrder(
                        "argument /handed over", "argument one", "variable BEFORE=1", "variable LD_PRELOADS=2");
    }

    @Test
    void touchesNothingThatNoLauncherPrepared() {
        List<String> lines = run(Map.of("LD_PRELOAD", "$ORIGIN/../argv0-shim.so"));
        assertThat(lines)
                .containsExactly("argument " + program, "argument one", "variable LD_PRELOAD=$ORIGIN/../argv0-shim.so");
    }

    private List<String> run(Map<String, String> variables) {
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "one");
        builder.environment().clear();
        builder.environment().putAll(variables);
        HostTools.Result result = HostTools.run(builder);
        assertThat(result.stderr()).isEmpty();
        assertThat(result.exitStatus()).isEqualTo(42);
        return result.lines();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Argv0ShimLauncherIT.class.getResourceAsStream("launcher/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
