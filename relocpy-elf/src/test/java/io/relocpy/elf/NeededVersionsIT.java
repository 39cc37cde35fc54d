package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of a library goes and stays with it: the loader decides. */
class NeededVersionsIT {
    @TempDir
    static Path folder;

    @BeforeAll
    static void libraries() throws IOException {
        HostTools.require("gcc", "ld.lld", "readelf");
        write("versioned.c", "int foo(void) { return 1; }\nint foo2(void) { return 2; }\n");
        write("plain.c", "int foo(void) { return 11; }\nint foo2(void) { return 12; }\n");
        write("foo.map", "FOO_1.0 { global: foo; local: *; };\nFOO_2.0 { global: foo2; } FOO_1.0;\n");
        write(
                "main.c",
                "#include <stdio.h>\nint foo(void); int foo2(void);\n"
                        + "int main(void) { printf(\"%d %d\\n\", foo(), foo2()); return 0; }\n");
        write("user.c", "int foo(void); int foo2(void);\nint sum(void) { return foo() + foo2(); }\n");
        write("sum.c", "#include <stdio.h>\nint sum(void);\nint main(void) { printf(\"%d\\n\", sum()); return 0; }\n");
        gcc("versioned.c", "-o", "libfoo.so.1", "-shared", "-fPIC", "-Wl,-soname,libfoo.so.1,--version-script=foo.map");
        gcc(
                "versioned.c",
                "-o",
                "libsame.so.1",
                "-shared",
                "-fPIC",
                "-Wl,-soname,libsame.so.1,--version-script=foo.map");
        gcc("plain.c", "-o", "libplain.so.1", "-shared", "-fPIC", "-Wl,-soname,libplain.so.1");
        for (String linker : List.of("bfd", "lld")) {
            gcc("main.c", "-o", "main-" + linker, "-fuse-ld=" + linker, "libfoo.so.1", "-Wl,-rpath,$ORIGIN");
        }
        gcc("user.c", "-o", "libuser.so", "-nostdlib", "-shared", "-fPIC", "libfoo.so.1", "-Wl,-soname,libuser.so");
    }

    private static void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static void gcc(String... arguments) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec gcc \"$@\"", folder.toString()));
        command.addAll(List.of(arguments));
        HostTools.run(command, Map.of()).orFail();
    }

    private static ElfEditor program(String linker) throws IOException {
        return ElfEditor.open(folder.resolve("main-" + linker));
    }

    private static String run(ElfEditor edited) throws IOException {
        Path program = folder.resolve("edited");
        Files.deleteIfExists(program);
        edited.write(program);
        assertThat(HostTools.run("readelf", "-VW", program.toString()).orFail().stderr())
                .isEmpty();
        return HostTools.run(program.toString()).orFail().stdout();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bfd", "lld"})
    void aRemovedLibraryTakesTheVersionsThatWereNeededOfItAlong(String linker) throws Exception {
        ElfEditor edited = program(linker).removeNeeded("libfoo.so.1").addNeeded("libplain.so.1");

        assertThat(run(edited)).isEqualTo("11 12\n");
        ElfFile file = edited.edit().file();
        assertThat(file.versionNeeds()).extracting(VersionNeed::file).containsExactly("libc.so.6");
        assertThat(file.sectionHeaders())
                .filteredOn(s -> s.name().equals(".gnu.version_r"))
                .singleElement()
                .satisfies(s -> {
                    assertThat(s.info()).isEqualTo(1);
                    assertThat(s.size())
                            .isEqualTo(16L
                                    * (1 + file.versionNeeds().get(0).versions().size()));
                });
        byte[] strings = file.dynamic().orElseThrow().stringTable().copy();
        assertThat(new String(strings, StandardCharsets.ISO_8859_1)).doesNotContain("FOO_1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bfd", "lld"})
    void aLibraryThatIsAddedAgainKeepsItsVersions(String linker) throws Exception {
        ElfEditor edited = program(linker).removeNeeded("libfoo.so.1").addNeeded("libfoo.so.1");

        assertThat(run(edited)).isEqualTo("1 2\n");
        assertThat(edited.edit().file().versionNeeds())
                .isEqualTo(ElfFile.open(folder.resolve("main-" + linker)).versionNeeds());
    }

    @Test
    void removingALibraryTwiceChangesNothingMore() throws Exception {
        byte[] once = program("bfd").removeNeeded("libfoo.so.1").toBytes();

        assertThat(ElfEditor.of(ElfFile.of(ByteBuffer.wrap(once)))
                        .removeNeeded("libfoo.so.1")
                        .edit()
                        .isChanged())
                .isFalse();
    }

    @Test
    void theLastLibraryWithVersionsTakesTheTableAlong() throws Exception {
        Path library = folder.resolve("libalone.so");
        ElfEditor.open(folder.resolve("libuser.so"))
                .removeNeeded("libfoo.so.1")
                .setSoname("libalone.so")
                .write(library);

        ElfFile file = ElfFile.open(library);
        assertThat(file.dynamic().orElseThrow().entries())
                .extracting(DynamicEntry::tag)
                .doesNotContain(ElfConstants.DT_VERNEED, ElfConstants.DT_VERNEEDNUM, ElfConstants.DT_VERSYM);
        assertThat(HostTools.run("readelf", "-VW", library.toString()).orFail().stderr())
                .isEmpty();
        gcc("sum.c", "-o", "sum", "./libalone.so", "./libplain.so.1", "-Wl,-rpath,$ORIGIN", "-Wl,--no-as-needed");
        assertThat(HostTools.run(folder.resolve("sum").toString()).orFail().stdout())
                .isEqualTo("23\n");
    }

    /** A table that patchelf left behind is mended by the same request. */
    @Test
    void versionsOfALibraryThatIsNotNeededAnyMoreCanBeRemovedLater() throws Exception {
        HostTools.require("patchelf");
        Path program = folder.resolve("patched");
        Files.copy(folder.resolve("main-bfd"), program);
        HostTools.run("patchelf", "--remove-needed", "libfoo.so.1", "--add-needed", "libplain.so.1", program.toString())
                .orFail();
        assertThat(HostTools.run(program.toString()).stderr()).contains("needed != NULL");

        assertThat(run(ElfEditor.open(program).removeNeeded("libfoo.so.1"))).isEqualTo("11 12\n");
    }

    @Test
    void versionsFollowTheNewNameThroughSeveralReplacements() throws Exception {
        ElfEditor edited = program("lld")
                .replaceNeeded(Map.of("libfoo.so.1", "libother.so.1"))
                .replaceNeeded(Map.of("libother.so.1", "libsame.so.1"));

        assertThat(run(edited)).isEqualTo("1 2\n");
        assertThat(edited.edit().file().versionNeeds())
                .extracting(VersionNeed::file)
                .contains("libsame.so.1");
    }

    @Test
    void aLibraryMayTakeThePlaceOfOneThatIsNeededToo() throws Exception {
        gcc("main.c", "-o", "both", "libfoo.so.1", "-Wl,--no-as-needed", "libsame.so.1", "-Wl,-rpath,$ORIGIN");
        ElfEditor both = ElfEditor.open(folder.resolve("both"));

        assertThat(run(both.replaceNeeded(Map.of("libfoo.so.1", "libsame.so.1"))))
                .isEqualTo("1 2\n");
        assertThat(run(both.replaceNeeded(Map.of("libfoo.so.1", "libsame.so.1"))
                        .removeNeeded("libsame.so.1")
                        .addNeeded("libplain.so.1")))
                .isEqualTo("11 12\n");
    }

    @Test
    void aVersionThatNoSymbolIsLeftWithIsNotNeeded() throws Exception {
        ElfEditor edited = program("bfd").clearSymbolVersion("foo2");

        assertThat(run(edited)).isEqualTo("1 2\n");
        assertThat(edited.edit().file().versionNeeds())
                .filteredOn(need -> need.file().equals("libfoo.so.1"))
                .singleElement()
                .satisfies(need -> assertThat(need.versions())
                        .extracting(VersionNeed.Version::name)
                        .containsExactly("FOO_1.0"));
        assertThat(edited.clearSymbolVersion("foo").edit().file().versionNeeds())
                .extracting(VersionNeed::file)
                .containsExactly("libc.so.6");
    }

    /** To glibc, versions of any library make it a file whose packed relocations libc must know of. */
    @Test
    void packedRelocationsKeepLibcOut() throws Exception {
        HostTools.require("patchelf");
        write("packed.c", "int foo(void); static int y; int *x = &y;\nint sum(void) { return foo() + *x; }\n");
        gcc(
                "packed.c",
                "-o",
                "libpacked.so",
                "-nostdlib",
                "-shared",
                "-fPIC",
                "-fuse-ld=lld",
                "-Wl,--pack-dyn-relocs=relr,-soname,libpacked.so",
                "libfoo.so.1");
        gcc("sum.c", "-o", "packed", "./libpacked.so", "./libfoo.so.1", "-Wl,--disable-new-dtags,-rpath,$ORIGIN");
        Path library = folder.resolve("libpacked.so");
        String program = folder.resolve("packed").toString();
        assertThat(HostTools.run(program).orFail().stdout()).isEqualTo("1\n");

        assertThatThrownBy(() -> ElfEditor.open(library).addNeeded("libc.so.6").edit())
                .isInstanceOf(ElfEditException.class)
                .hasMessageContaining("GLIBC_ABI_DT_RELR");
        HostTools.run("patchelf", "--add-needed", "libc.so.6", library.toString())
                .orFail();
        assertThat(HostTools.run(program).stderr()).contains("DT_RELR without GLIBC_ABI_DT_RELR");
    }
}
