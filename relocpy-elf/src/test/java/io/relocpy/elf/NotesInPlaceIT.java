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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs that read a note of their own as a variable, and one that holds an offset from itself: after an edit they read
 * the same, or the edit is refused.
 */
class NotesInPlaceIT {
    private static final String SOURCE = """
            #include <stdio.h>
            struct info { unsigned name, contents, type; char owner[8]; char text[20]; };
            __attribute__((section(".note.my.info"), used, aligned(4)))
            static const struct info mine = {8, 20, 7, "MyInfo", "what the note says"};
            __attribute__((visibility("hidden"))) char target[] = "what it leads to";
            __asm__(".pushsection .note.my.offset,\\"a\\",@note\\n"
                    ".balign 4\\n.long 8\\n.long 4\\n.long 9\\n.asciz \\"MyInfo\\"\\n.balign 4\\n"
                    "offset: .long target - .\\n.popsection");
            extern const int offset __attribute__((visibility("hidden")));
            int READ(void) {
                const struct info *volatile p = &mine;
                const int *volatile o = &offset;
                printf("%u %s: %s, %s\\n", p->type, p->owner, p->text, (const char *) o + *o);
                return 0;
            }
            """;

    private static final Map<String, UnaryOperator<ElfEditor>> EDITS = new LinkedHashMap<>();

    static {
        EDITS.put("interpreter", e -> e.setInterpreter("/" + "./".repeat(150) + "lib64/ld-linux-x86-64.so.2"));
        EDITS.put("runpath", e -> e.setRunpath("/opt/" + "lib/".repeat(100)));
        EDITS.put("short runpath", e -> e.setRunpath("/opt"));
        EDITS.put("needed", e -> e.addNeeded("libm.so.6", "libdl.so.2", "librt.so.1", "libutil.so.1", "libanl.so.1"));
        EDITS.put("all", e -> EDITS.get("needed").apply(EDITS.get("runpath").apply(e)));
    }

    @TempDir
    Path folder;

    private int edited;

    @ParameterizedTest
    @ValueSource(strings = {"bfd", "gold", "lld", "mold"})
    void programsReadTheirNotes(String linker) throws Exception {
        HostTools.require("gcc", "ld." + linker, "readelf");
        HostTools.requireLoader();
        for (String mode : List.of("-pie -fPIE", "-no-pie -fno-pie", "-pie -fPIE -Wl,--build-id")) {
            Path program = link("reader", "-DREAD=main -fuse-ld=" + linker + " " + mode);
            for (Map.Entry<String, UnaryOperator<ElfEditor>> edit : EDITS.entrySet()) {
                check(program, List.of(), edit.getValue(), mode + ", " + edit.getKey());
            }
        }
        // lld puts too little that can go between program headers and notes, and leaves no room elsewhere
        assertThat(edited > 0).isEqualTo(!linker.equals("lld"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bfd", "gold", "lld", "mold"})
    void librariesReadTheirNotes(String linker) throws Exception {
        HostTools.require("gcc", "ld." + linker, "readelf");
        HostTools.requireLoader();
        Path caller = Files.writeString(
                folder.resolve("caller.c"), "int read_it(void); int main(void) { return read_it(); }");
        for (String mode : List.of("", " -Wl,-z,noseparate-code", " -Wl,--build-id=none")) {
            if (linker.equals("gold") && mode.contains("separate")) {
                continue;
            }
            Path library =
                    link("libread.so", "-DREAD=read_it -shared -fPIC -Wl,-soname,libread.so -fuse-ld=" + linker + mode);
            Path program = folder.resolve("caller");
            HostTools.run("gcc", "-o", program.toString(), caller.toString(), library.toString())
                    .orFail();
            for (String edit : List.of("runpath", "short runpath", "needed", "all")) {
                check(library, List.of(program.toString()), EDITS.get(edit), mode + ", " + edit);
            }
        }
        assertThat(edited).isPositive();
    }

    private Path link(String name, String options) throws IOException {
        Path source = Files.writeString(folder.resolve("reader.c"), SOURCE);
        Path program = folder.resolve(name);
        List<String> command = new ArrayList<>(List.of("gcc", "-O1", "-w", "-o", program.toString()));
        command.addAll(List.of(options.split(" ")));
        command.add(source.toString());
        HostTools.run(command, Map.of()).orFail();
        return program;
    }

    private void check(Path file, List<String> program, UnaryOperator<ElfEditor> edit, String story)
            throws IOException {
        byte[] original = Files.readAllBytes(file);
        String before = run(file, program);
        assertThat(before).isEqualTo("7 MyInfo: what the note says, what it leads to\n");
        try {
            edit.apply(ElfEditor.open(file)).write(file);
            edited++;
        } catch (ElfEditException e) {
            assertThat(e).hasMessageContaining("a note of MyInfo, which the program may use in place");
            assertThat(file).hasBinaryContent(original);
        }
        assertThat(run(file, program)).as(story).isEqualTo(before);
        // the segment has them, too
        assertThat(HostTools.run("readelf", "-nW", file.toString()).orFail().stdout())
                .contains("MyInfo");
        Files.write(file, original);
    }

    private String run(Path file, List<String> program) {
        List<String> command = program.isEmpty() ? List.of(file.toString()) : program;
        return HostTools.run(command, Map.of("LD_LIBRARY_PATH", folder.toString()))
                .orFail()
                .stdout();
    }
}
