package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The note with resolved libraries, in programs of all linkers. */
class ResolutionCacheIT {
    private static final FileTree ROOT = FileTree.of(Path.of("/"));
    private static final int TYPE = 0x63a86cb6;

    @TempDir
    Path folder;

    @BeforeEach
    void library() throws IOException {
        HostTools.require("gcc", "readelf", "strip", "llvm-strip", "ld.lld", "ld.mold", "ld.gold");
        Files.writeString(folder.resolve("foo.c"), "int foo(void) { return 7; }\n");
        Files.writeString(
                folder.resolve("main.c"),
                "#include <stdio.h>\nint foo(void); int main(void) { printf(\"%d\\n\", foo()); }\n");
        Files.createDirectories(folder.resolve("libs"));
        Files.createDirectories(folder.resolve("fast/glibc-hwcaps"));
        Files.writeString(folder.resolve("file"), "");
        run("gcc -shared -fPIC -o libs/libfoo.so foo.c -Wl,-soname,libfoo.so && cp libs/libfoo.so fast");
    }

    private HostTools.Result run(String command) {
        return HostTools.run(new ProcessBuilder("sh", "-c", command).directory(folder.toFile()))
                .orFail();
    }

    private Path program(String options, String runpath) throws IOException {
        run("gcc " + options + " -o main main.c -Llibs -lfoo");
        Path program = folder.resolve("main");
        ElfEditor.open(program).setRunpath(runpath).write(program);
        return program;
    }

    /** Pairs of a library and its places. */
    private static List<String> cache(Path program) throws IOException {
        return ElfFile.open(program)
                .notes()
                .find("NixOS", TYPE)
                .map(note -> StandardCharsets.UTF_8.decode(note.descriptor()).toString())
                .map(text -> List.of(text.split("\0")))
                .orElse(List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-pie -fPIE",
                "-no-pie -fno-pie",
                "-pie -fPIE -fuse-ld=lld",
                "-no-pie -fno-pie -fuse-ld=mold",
                "-pie -fPIE -fuse-ld=gold"
            })
    void theNoteSurvivesStripAndTheProgramRuns(String options) throws IOException {
        Path program = program(options, folder + "/libs:$ORIGIN/x");

        ElfEditor.open(program).buildResolutionCache(ROOT).write(program);

        assertThat(cache(program))
                .containsExactly("libc.so.6", "?$ORIGIN/x", "libfoo.so", "=" + folder + "/libs/libfoo.so:?$ORIGIN/x");
        assertThat(ElfVerifier.problems(ElfFile.open(program))).isEmpty();
        assertThat(run("readelf -W -a main").stderr()).isEmpty();
        assertThat(run("readelf -W -S main").stdout()).contains(".note.nixos.ldcache");
        assertThat(run("./main").stdout()).isEqualTo("7\n");
        for (String strip : List.of("strip", "llvm-strip")) {
            assertThat(run(strip + " -o stripped main && ./stripped").stdout()).isEqualTo("7\n");
            assertThat(cache(folder.resolve("stripped"))).isEqualTo(cache(program));
        }
        assertThat(ElfEditor.open(program).buildResolutionCache(ROOT).edit().isChanged())
                .isFalse();
    }

    @Test
    void whatIsNotKnownYetIsLeftToTheLoader() throws IOException {
        String here = folder.toString();
        Path program =
                program("", ":relative:" + here + "/absent:" + here + "/file:" + here + "/fast:" + here + "/libs:");

        ElfEditor.open(program).buildResolutionCache(ROOT).write(program);

        String searched = "?:?relative:?" + here + "/absent:?" + here + "/file:?" + here + "/fast";
        assertThat(cache(program))
                .containsExactly(
                        "libc.so.6", searched + ":?", "libfoo.so", searched + ":=" + here + "/libs/libfoo.so:?");
    }

    @Test
    void editsOfWhatItIsAboutRemoveIt() throws IOException {
        Path program = program("", folder + "/libs");
        ElfEditor.open(program).buildResolutionCache(ROOT).write(program);
        long size = Files.size(program);

        ElfEditor.open(program).setSoname("libmain.so").write(program);
        assertThat(cache(program)).isNotEmpty();

        ElfEditor.open(program).addNeeded("libm.so.6").write(program);
        assertThat(cache(program)).isEmpty();
        assertThat(run("readelf -W -a main").stderr()).isEmpty();
        assertThat(run("readelf -W -S main").stdout()).doesNotContain(".note.nixos.ldcache");
        assertThat(Files.readString(program, StandardCharsets.ISO_8859_1)).doesNotContain("=" + folder);
        assertThat(run("./main").stdout()).isEqualTo("7\n");

        for (int i = 0; i < 5; i++) {
            ElfEditor.open(program)
                    .setRunpath(folder + "/libs:/" + i)
                    .buildResolutionCache(ROOT)
                    .write(program);
            assertThat(cache(program)).contains("=" + folder + "/libs/libfoo.so:?/" + i);
        }
        assertThat(Files.size(program)).isLessThan(size + 2048);
        assertThat(run("strip main; ./main").stdout()).isEqualTo("7\n");
    }

    @Test
    void oneThatNoLongerHoldsIsRefused() throws IOException {
        Path program = program("", folder + "/libs");
        ElfEditor.open(program).buildResolutionCache(ROOT).write(program);
        Files.delete(folder.resolve("libs/libfoo.so"));

        assertThatThrownBy(
                        () -> ElfEditor.open(program).buildResolutionCache(ROOT).edit())
                .isInstanceOf(ElfEditException.class)
                .hasMessageContaining("already present");
    }

    /** The case of patchelf's own suite: objcopy adds it without memory, and its contents are none of a note. */
    @Test
    void aSectionOfItsNameThatIsInNoSegmentIsNotJoinedByAnother() throws IOException {
        HostTools.require("objcopy");
        Path program = program("", folder + "/libs");
        run("printf x > tiny; objcopy --add-section .note.nixos.ldcache=tiny main");

        assertThatThrownBy(
                        () -> ElfEditor.open(program).buildResolutionCache(ROOT).edit())
                .isInstanceOf(ElfEditException.class)
                .hasMessageContaining("already present");
        assertThatThrownBy(() -> ElfEditor.open(program)
                        .removeRpath()
                        .buildResolutionCache(ROOT)
                        .edit())
                .isInstanceOf(ElfEditException.class)
                .hasMessageContaining("already present");
    }

    @Test
    void withoutASearchPathThereIsNothingToSay() throws IOException {
        Path program = program("", "");

        assertThat(ElfEditor.open(program).buildResolutionCache(ROOT).edit().isChanged())
                .isFalse();
    }
}
