package io.relocpy.elf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.elf.ElfEditException;
import io.relocpy.elf.ElfEditor;
import io.relocpy.elf.ElfFile;
import io.relocpy.testing.HostTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that patchelf has edited before, as those of wheels: tables before the first segment, or at the file's end. */
class AfterPatchelfIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "INSTALLED, -pie, 1, false",
        "INSTALLED, -pie, 3, false",
        "INSTALLED, -no-pie, 1, false",
        "INSTALLED, -no-pie, 3, true",
        "INSTALLED, -shared, 3, false",
        "NEWER, -pie, 1, false",
        "NEWER, -pie, 3, true",
        "NEWER, -no-pie, 1, true",
        "NEWER, -no-pie, 3, false",
        "NEWER, -shared, 3, true",
    })
    void areReadAndEdited(RealPatchelf patchelf, String shape, int times, boolean refusal) throws Exception {
        HostTools.require("gcc", "readelf");
        Path source = Files.writeString(
                folder.resolve("main.c"),
                "#include <math.h>\n#include <stdio.h>\n"
                        + "int main(int c, char **v) { printf(\"%f\\n\", cos(c)); return 0; }\n");
        Path program = folder.resolve("program");
        String compile = shape.equals("-no-pie") ? "-fno-pie" : "-fPIC";
        HostTools.run("gcc", shape, compile, "-o", program.toString(), source.toString(), "-lm")
                .orFail();
        String path = "";
        for (int i = 0; i < times; i++) {
            path = "/as/patchelf/left/it".repeat(60 * (i + 1));
            List<String> command = patchelf.command(List.of("--set-rpath", path, program.toString()));
            HostTools.run(command, Map.of()).orFail();
        }

        assertThat(ElfFile.open(program).runpath()).contains(path);
        assertThat(ElfFile.open(program).needed()).contains("libm.so.6");
        byte[] before = Files.readAllBytes(program);
        String longer = "/edited" + path + path;
        boolean refused = false;
        try {
            ElfEditor.open(program).setRpath(longer).addNeeded("libdl.so.2").write(program);
            assertThat(ElfFile.open(program).rpath()).contains(longer);
        } catch (ElfEditException e) {
            // old tables filled with X where room for a program header is wanted, or a table across two segments
            refused = true;
            assertThat(e.getMessage()).containsAnyOf("bytes of unknown use", "a table that can be moved");
            assertThat(program).hasBinaryContent(before);
        }
        assertThat(refused).isEqualTo(refusal);
        assertThat(HostTools.run("readelf", "-aW", program.toString()).stderr()).isEmpty();
        if (!shape.equals("-shared")) {
            assertThat(HostTools.run(program.toString()).orFail().stdout()).isEqualTo("0.540302\n");
        }
    }
}
