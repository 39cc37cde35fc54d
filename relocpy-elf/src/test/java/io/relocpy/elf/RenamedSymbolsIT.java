package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A renamed symbol is found by the loader under its new name, and all others still are. */
class RenamedSymbolsIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"gnu", "sysv", "both"})
    void loaderFindsRenamedSymbols(String hashStyle) throws Exception {
        HostTools.require("gcc", "eu-elflint");
        Path source = folder.resolve("lib.c");
        StringBuilder code = new StringBuilder("int shared = 5;\n");
        for (int i = 0; i < 40; i++) {
            code.append("int f%d(void) { return shared + %d; }\n".formatted(i, i));
        }
        Files.writeString(source, code + "int sum(void) { return f0() + f1() + f39(); }\n");
        Path library = folder.resolve("libr.so");
        gcc(
                "-shared",
                "-fPIC",
                "-Wl,--hash-style=" + hashStyle,
                "-Wl,-soname,libr.so",
                "-o",
                library.toString(),
                source.toString());
        Path main = folder.resolve("main.c");
        Files.writeString(
                main,
                "#include <stdio.h>\nextern int shared; int renamed_one(void); int f2(void); int sum(void);\n"
                        + "int main(void) { printf(\"%d %d %d %d\\n\", renamed_one(), f2(), sum(), shared); return 0; }\n");

        ElfEditor.open(library)
                .renameDynamicSymbols(Map.of("f1", "renamed_one", "f39", "x"))
                .write(library);

        ElfFile edited = ElfFile.open(library);
        for (String name : List.of("renamed_one", "f0", "f20", "x", "shared", "sum")) {
            assertThat(edited.lookup(name)).as(name).hasSize(1);
        }
        assertThat(edited.lookup("f1")).isEmpty();
        assertThat(HostTools.run("eu-elflint", "--gnu-ld", library.toString()).stdout())
                .isEqualTo("No errors\n");
        Path program = folder.resolve("main");
        gcc("-o", program.toString(), main.toString(), library.toString(), "-Wl,-rpath," + folder);
        assertThat(HostTools.run(program.toString()).orFail().stdout()).isEqualTo("6 7 55 5\n");
    }

    private static void gcc(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "gcc";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        HostTools.run(command).orFail();
    }
}
