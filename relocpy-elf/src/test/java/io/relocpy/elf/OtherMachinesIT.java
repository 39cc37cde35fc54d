package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Edited programs of other machines run under qemu, with the loader and libraries of Debian's cross compilers. */
class OtherMachinesIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "aarch64-linux-gnu, qemu-aarch64-static, lib/ld-linux-aarch64.so.1",
        "arm-linux-gnueabihf, qemu-arm-static, lib/ld-linux-armhf.so.3",
        "i686-linux-gnu, qemu-i386-static, lib/ld-linux.so.2",
        "powerpc64le-linux-gnu, qemu-ppc64le-static, lib64/ld64.so.2",
        "s390x-linux-gnu, qemu-s390x-static, lib/ld64.so.1",
        "riscv64-linux-gnu, qemu-riscv64-static, lib/ld-linux-riscv64-lp64d.so.1",
        "mips64el-linux-gnuabi64, qemu-mips64el-static, lib64/ld.so.1",
    })
    void editedProgramRuns(String machine, String emulator, String loader) throws Exception {
        HostTools.require(machine + "-gcc", emulator, "eu-elflint", "llvm-strip");
        Path main = folder.resolve("main.c");
        Path library = folder.resolve("lib.c");
        Files.writeString(
                main,
                "#include <stdio.h>\nint twice(int); static __thread int t = 40;\n"
                        + "int main(void) { printf(\"%d\\n\", twice(t)); return 0; }\n");
        Files.writeString(
                library,
                "#include <stdlib.h>\nstatic int *cell;\n"
                        + "__attribute__((constructor)) static void start(void) { cell = malloc(4); *cell = 2; }\n"
                        + "int twice(int x) { return *cell * x; }\n");
        Path shared = folder.resolve("libtwice.so");
        gcc(machine, "-shared", "-fPIC", "-o", shared.toString(), library.toString(), "-Wl,-soname,libtwice.so");
        for (String pie : List.of("-pie", "-no-pie")) {
            Path program = folder.resolve("main" + pie);
            gcc(
                    machine,
                    pie,
                    pie.equals("-pie") ? "-fPIE" : "-fno-pie",
                    "-o",
                    program.toString(),
                    main.toString(),
                    shared.toString());
            Path lib = Files.createDirectories(folder.resolve("edited" + pie)
                    .resolve("a")
                    .resolve("rather")
                    .resolve("long")
                    .resolve("path"));
            Path edited = lib.getParent().resolve("main");
            ElfEditor.open(shared)
                    .addRpath("/nowhere/" + "x".repeat(200))
                    .addNeeded("libm.so.6")
                    .write(lib.resolve("libtwice.so"));
            ElfEditor.open(program)
                    .setInterpreter("/./././././././././././" + loader)
                    .addRpath("$ORIGIN/path")
                    .addNeeded("libm.so.6")
                    .write(edited);
            runs(machine, emulator, edited);
            accepted(program, edited);
            accepted(shared, lib.resolve("libtwice.so"));
            for (Path file : List.of(edited, lib.resolve("libtwice.so"))) {
                ElfEditor.open(file)
                        .addRpath("/again/" + "y".repeat(500))
                        .addNeeded("libdl.so.2")
                        .writeInPlace();
            }
            runs(machine, emulator, edited);
            strip(machine + "-strip", program, edited);
            runs(machine, emulator, edited);
        }
    }

    private static void gcc(String machine, String... arguments) {
        List<String> command = new ArrayList<>(List.of(machine + "-gcc"));
        command.addAll(List.of(arguments));
        HostTools.run(command, Map.of()).orFail();
    }

    private static void strip(String strip, Path... files) {
        for (Path file : files) {
            HostTools.run(strip, file.toString()).orFail();
        }
    }

    private static void runs(String machine, String emulator, Path program) {
        HostTools.Result result = HostTools.run(
                List.of(emulator, "-L", "/usr/" + machine, program.toString()), Map.of("LD_BIND_NOW", "1"));
        assertThat(result.orFail().stdout()).isEqualTo("80\n");
    }

    private static void accepted(Path before, Path after) throws IOException {
        List<String> known = lint(before).toList();
        assertThat(lint(after).filter(line -> !known.contains(line)))
                .as("%s", after)
                .isEmpty();
    }

    private static Stream<String> lint(Path file) {
        return HostTools.run("eu-elflint", "--gnu-ld", file.toString()).lines().stream()
                .filter(line -> !line.equals("No errors"))
                .map(line -> line.replaceAll("0x[0-9a-f]+|[0-9]+", "N"));
    }
}
