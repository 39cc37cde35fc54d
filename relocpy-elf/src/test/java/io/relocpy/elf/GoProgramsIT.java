package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs of Go. Its own linker writes section headers where others have room, which then go to the end of the file, and
 * leaves no room for another dynamic entry.
 */
class GoProgramsIT {
    private static final String LOADER = "/lib64/ld-linux-x86-64.so.2";

    private static final Map<String, UnaryOperator<ElfEditor>> EDITS = new LinkedHashMap<>();

    static {
        EDITS.put("same interpreter", e -> e.setInterpreter(LOADER));
        EDITS.put("longer interpreter", e -> e.setInterpreter("/" + "./".repeat(200) + LOADER));
        EDITS.put("rpath", e -> e.setRpath("/opt/" + "lib/".repeat(100)));
        EDITS.put("needed", e -> e.addNeeded("libm.so.6"));
        EDITS.put("several", e -> e.addNeeded("libdl.so.2").setRunpath("/opt").addDebugTag());
        EDITS.put("stack", e -> e.setExecutableStack(false));
        EDITS.put("versions", ElfEditor::clearAllSymbolVersions);
        EDITS.put("all", e -> e.setInterpreter("/" + "./".repeat(300) + LOADER)
                .addNeeded("libm.so.6", "libdl.so.2", "librt.so.1")
                .setRunpath("/opt/" + "lib/".repeat(200)));
    }

    /** All tests share the compiler's cache. */
    @TempDir
    static Path folder;

    private Path build(String name, String source, String... options) throws IOException {
        HostTools.require("go", "gcc");
        HostTools.requireLoader();
        Path go = Files.writeString(folder.resolve(name + ".go"), source);
        Path program = folder.resolve(name);
        List<String> command = new ArrayList<>(List.of("go", "build", "-o", program.toString()));
        command.addAll(List.of(options));
        command.add(go.toString());
        HostTools.run(
                        command,
                        Map.of(
                                "GOCACHE", folder.resolve("cache").toString(),
                                "GOPATH", folder.resolve("path").toString(),
                                "GO111MODULE", "off",
                                "GOFLAGS", "",
                                "CGO_ENABLED", "1"))
                .orFail();
        return program;
    }

    /** Edits copies of the program; gives the names of those edits that were refused. All others run as before. */
    private List<String> refused(Path program) throws IOException {
        List<String> refused = new ArrayList<>();
        for (Map.Entry<String, UnaryOperator<ElfEditor>> edit : EDITS.entrySet()) {
            Path copy = Files.copy(program, folder.resolve("copy"));
            try {
                edit.getValue().apply(ElfEditor.open(copy)).write(copy);
            } catch (ElfEditException e) {
                assertThat(e.getMessage()).containsAnyOf("a dynamic section", "a PT_INTERP segment");
                assertThat(copy).hasSameBinaryContentAs(program);
                refused.add(edit.getKey());
            }
            runsAs(program, copy, edit.getKey());
            Files.delete(copy);
        }
        return refused;
    }

    private static void runsAs(Path program, Path copy, String edit) {
        copy.toFile().setExecutable(true);
        assertThat(HostTools.run(copy.toString()).orFail().stdout())
                .as("%s of %s", edit, program.getFileName())
                .isEqualTo("42\n");
        assertThat(HostTools.run("readelf", "-aW", copy.toString()).stderr())
                .as(edit)
                .isEqualTo(HostTools.run("readelf", "-aW", program.toString()).stderr());
    }

    /** All edits one after another, each twice, in one file, which then is stripped. */
    private void editsAgainAndAgain(Path program) throws IOException {
        Path copy = Files.copy(program, folder.resolve("edited-" + program.getFileName()));
        for (Map.Entry<String, UnaryOperator<ElfEditor>> edit : EDITS.entrySet()) {
            edit.getValue().apply(ElfEditor.open(copy)).write(copy);
            runsAs(program, copy, edit.getKey());
            assertThat(edit.getValue().apply(ElfEditor.open(copy)).edit().isChanged())
                    .as("%s, again", edit.getKey())
                    .isFalse();
        }
        assertThat(Files.size(copy) - Files.size(program)).isLessThan(8192);
        HostTools.run("strip", copy.toString()).orFail();
        assertThat(HostTools.run(copy.toString()).orFail().stdout()).isEqualTo("42\n");
    }

    private static final String PLAIN = "package main\nimport \"fmt\"\nfunc main() { fmt.Println(42) }\n";

    private static final String CGO = """
            package main
            // #include <stdlib.h>
            // static int twice(int x) { return 2 * abs(x); }
            import "C"
            import "fmt"
            func main() { fmt.Println(C.twice(C.int(-21))) }
            """;

    @ParameterizedTest
    @ValueSource(strings = {"exe", "pie"})
    void whatGoLinkedItselfIsEditedAsAnyProgram(String mode) throws Exception {
        Path program = build("internal-" + mode, CGO, "-buildmode=" + mode, "-ldflags=-linkmode=internal");
        ElfFile go = ElfFile.open(program);
        assertThat(go.notes().all()).extracting(Note::name).contains("Go");
        // section headers are where room for a program header would have to be
        assertThat(go.header().sectionHeaderOffset())
                .isEqualTo(go.header().programHeaderOffset()
                        + 56L * go.programHeaders().size());

        assertThat(refused(program)).isEmpty();
        editsAgainAndAgain(program);
    }

    @Test
    void staticProgramsOfGoHaveNothingToEdit() throws Exception {
        assertThat(refused(build("plain", PLAIN)))
                .doesNotContain("stack", "versions")
                .contains("rpath", "needed", "longer interpreter");
    }

    @Test
    void whatTheSystemLinkerLinkedForGoIsEditedAsAnyProgram() throws Exception {
        assertThat(refused(build("external", CGO, "-ldflags=-linkmode=external")))
                .isEmpty();
    }
}
