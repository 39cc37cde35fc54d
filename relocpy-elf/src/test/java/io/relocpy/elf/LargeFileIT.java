package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A library of 120 MB with 40,000 symbols, edited by a virtual machine with 32 MB of heap. */
class LargeFileIT {
    private static final int SYMBOLS = 40_000;

    @TempDir
    Path folder;

    @Test
    void editsOverwriteFewBytesAndNeedLittleMemory() throws Exception {
        HostTools.require("gcc", "readelf", "eu-elflint", "strip", "python3");
        Path library = build();
        long size = Files.size(library);
        String lint =
                HostTools.run("eu-elflint", "--gnu-ld", library.toString()).stdout();

        edit(library, "$ORIGIN/../lib64/of/some/length/first");
        assertThat(Files.size(library) - size).as("growth").isBetween(0L, 64L << 10);
        requireSound(library, lint);

        long grown = Files.size(library);
        edit(library, "$ORIGIN/../lib64/of/some/length/second");
        assertThat(Files.size(library)).isEqualTo(grown);
        edit(library, "/" + "longer/".repeat(100));
        assertThat(Files.size(library) - size).as("growth").isBetween(0L, 3L * SYMBOLS);
        edit(library, "$ORIGIN/../lib64/of/some/length/first");
        requireSound(library, lint);

        HostTools.run("strip", library.toString()).orFail();
        requireSound(library, lint);
        assertThat(ElfFile.open(library).rpath()).contains("$ORIGIN/../lib64/of/some/length/first");
    }

    private Path build() throws Exception {
        StringBuilder code = new StringBuilder(".section .rodata\n.fill 120 << 20, 1, 7\n"
                // functions of several versions, as most libraries need
                + ".data\n.quad pow, exp, memcpy, fstat, pthread_create, printf\n.text\n");
        for (int i = 0; i < SYMBOLS; i++) {
            String name = "a_function_with_a_rather_long_name_" + i;
            code.append(".globl %s\n.type %s, @function\n%s: ret\n.size %s, 1\n".formatted(name, name, name, name));
        }
        Path source = folder.resolve("large.s");
        Files.writeString(source, code);
        Path library = folder.resolve("liblarge.so");
        HostTools.run("gcc", "-shared", "-o", library.toString(), source.toString(), "-Wl,--no-as-needed", "-lm")
                .orFail();
        Files.delete(source);
        return library;
    }

    private static void edit(Path library, String rpath) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> classes = List.of(location(ElfEditor.class), location(EditBenchmark.class));
        HostTools.run(
                        java,
                        "-Xmx32m",
                        "-cp",
                        String.join(":", classes),
                        EditBenchmark.class.getName(),
                        library.toString(),
                        "1",
                        rpath)
                .orFail();
    }

    private static String location(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    private static void requireSound(Path library, String lint) throws Exception {
        HostTools.Result readelf = HostTools.run("readelf", "-lSdW", library.toString());
        assertThat(readelf.orFail().stderr()).isEmpty();
        assertThat(HostTools.run("eu-elflint", "--gnu-ld", library.toString()).stdout())
                .isEqualTo(lint);
        String name = "a_function_with_a_rather_long_name_" + (SYMBOLS - 1);
        HostTools.run("python3", "-c", "import ctypes; ctypes.CDLL('%s').%s()".formatted(library, name))
                .orFail();
        assertThat(ElfFile.open(library).lookup(name)).hasSize(1);
    }
}
