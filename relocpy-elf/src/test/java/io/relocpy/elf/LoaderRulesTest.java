package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What glibc asserts of a file is what the verifier says, and what no edit brings about. */
class LoaderRulesTest {

    @ParameterizedTest
    @CsvSource({
        "20, 17, DT_PLTREL is 17",
        "20, 5, DT_PLTREL is 5",
        "7, 0x10000, DT_RELA declares entries of 0 bytes",
        "17, 0x10000, DT_REL declares entries of 0 bytes",
        "36, 0x10000, DT_RELR declares entries of 0 bytes",
        "11, 23, DT_SYMTAB declares entries of 23 bytes",
        "0x6ffffff0, 0x10000, DT_VERSYM without DT_VERNEED and DT_VERDEF",
    })
    void tellsWhatEveryLoaderAsserts(String tag, String value, String problem) throws Exception {
        ElfFile file =
                TinyElf.elf64().number(Long.decode(tag), Long.decode(value)).file();

        assertThat(ElfVerifier.problems(file)).anyMatch(p -> p.startsWith(problem));
    }

    @Test
    void acceptsEntriesOfTheRightSize() throws Exception {
        ElfFile file = TinyElf.elf64()
                .number(ElfConstants.DT_RELR, 0)
                .number(ElfConstants.DT_RELRENT, 8)
                .number(ElfConstants.DT_RELA, 0)
                .number(ElfConstants.DT_RELAENT, 24)
                .number(ElfConstants.DT_PLTREL, ElfConstants.DT_RELA)
                .file();

        assertThat(ElfVerifier.problems(file)).isEmpty();
    }

    @Test
    void tellsAVersionThatNoTableHas() throws Exception {
        TinyElf elf = TinyElf.elf64().versions();
        byte[] bytes = elf.bytes();
        int symbol = (int) elf.section(".gnu.version").offset() + 2;
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(symbol, (short) 4);

        assertThat(ElfVerifier.problems(ElfFile.of(ByteBuffer.wrap(bytes))))
                .containsExactly("dynamic symbol 1 has version 4, the last version is 3");
    }

    @Test
    void tellsPackedRelocationsThatLibcDoesNotKnowOf() throws Exception {
        TinyElf elf = TinyElf.elf64()
                .needed("libc.so.6")
                .versions()
                .number(ElfConstants.DT_RELR, 0)
                .number(ElfConstants.DT_RELRENT, 8);

        assertThat(ElfVerifier.problems(elf.file()))
                .containsExactly("DT_RELR in a file that does not need the version GLIBC_ABI_DT_RELR of libc");
        byte[] ofFreeBsd = elf.bytes();
        ofFreeBsd[7] = (byte) ElfConstants.ELFOSABI_FREEBSD;
        assertThat(ElfVerifier.problems(ElfFile.of(ByteBuffer.wrap(ofFreeBsd)))).isEmpty();
    }

    /** Programs of linkers that know DF_1_PIE, and of older ones. */
    private static Stream<TinyElf> staticPrograms() {
        return Stream.of(
                TinyElf.elf64().number(ElfConstants.DT_FLAGS_1, ElfConstants.DF_1_PIE),
                TinyElf.elf64().number(ElfConstants.DT_DEBUG, 0));
    }

    private static Stream<Arguments> searchPaths() {
        return staticPrograms().flatMap(program -> Stream.<UnaryOperator<ElfEditor>>of(
                        editor -> editor.setRpath("/a"),
                        editor -> editor.setRunpath("/a"),
                        editor -> editor.addRpath("/a"),
                        editor -> editor.addRunpath("/a"),
                        editor -> editor.setRunpath(""),
                        editor -> editor.setSoname("libtiny.so")
                                .addNeeded("libm.so.6")
                                .setRunpath("/a"))
                .map(edit -> Arguments.of(program, edit)));
    }

    @ParameterizedTest
    @MethodSource("searchPaths")
    void aProgramThatRelocatesItselfGetsNoSearchPath(TinyElf program, UnaryOperator<ElfEditor> edit) throws Exception {
        assertThat(program.file().kind()).isEqualTo(ElfKind.STATIC_PIE);
        assertThatThrownBy(() -> edit.apply(ElfEditor.of(program.file())).edit())
                .isInstanceOf(ElfEditException.class)
                .hasMessageContaining("relocates itself");
    }

    @ParameterizedTest
    @MethodSource("staticPrograms")
    void aProgramThatRelocatesItselfCanBeEditedOtherwise(TinyElf program) throws Exception {
        ElfEditor editor = ElfEditor.of(program.file());

        assertThat(editor.removeRpath().forceRpath().edit().isChanged()).isFalse();
        assertThat(editor.noDefaultLib().addNeeded("libm.so.6").edit().file().needed())
                .containsExactly("libm.so.6");
    }

    private static ElfFile loader() throws Exception {
        TinyElf elf = TinyElf.elf64().soname("ld-tiny.so.2").symbol("_rtld_global");
        ByteBuffer bytes = ByteBuffer.wrap(elf.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        int symbol = (int) elf.section(".dynsym").offset() + 2 * 24;
        bytes.putShort(symbol + 6, (short) elf.section(".data").index());
        return ElfFile.of(bytes);
    }

    @Test
    void tellsAHeaderOfALoaderThatSaysAnotherSize() throws Exception {
        byte[] bytes = ElfEditor.of(loader()).toBytes();
        assertThat(bytes[52]).isEqualTo((byte) 64);
        bytes[52] = 52;

        assertThat(ElfVerifier.problems(ElfFile.of(ByteBuffer.wrap(bytes))))
                .containsExactly("e_ehsize of glibc's loader is 52, expected 64");
    }

    private static Stream<Arguments> editsOfLoaders() {
        return Stream.of(
                loaderEdit("DT_RPATH in glibc's loader", editor -> editor.setRpath("/a")),
                loaderEdit("DT_RUNPATH in glibc's loader", editor -> editor.setRunpath("/a")),
                loaderEdit("DT_NEEDED libm.so.6 in glibc's loader", editor -> editor.addNeeded("libm.so.6")),
                loaderEdit("DT_FLAGS_1 is 0x800 in glibc's loader", ElfEditor::noDefaultLib),
                loaderEdit("has the DT_SONAME 'ld.so'", editor -> editor.setSoname("ld.so")),
                loaderEdit("DT_RPATH in glibc's loader", editor -> editor.renameDynamicSymbols(
                                Map.of("_rtld_global", "_rtld_other"))
                        .setRpath("/a")));
    }

    private static Arguments loaderEdit(String reason, UnaryOperator<ElfEditor> edit) {
        return Arguments.of(reason, edit);
    }

    @ParameterizedTest
    @MethodSource("editsOfLoaders")
    void refusesWhatTheLoaderAssertsOfItself(String reason, UnaryOperator<ElfEditor> edit) throws Exception {
        assertThat(ElfVerifier.problems(loader())).isEmpty();
        assertThatThrownBy(() -> edit.apply(ElfEditor.of(loader())).edit())
                .isInstanceOf(ElfEditException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void noticesALibraryThatAsksForAnExecutableStack() throws Exception {
        TinyElf elf = TinyElf.elf64().soname("libtiny.so");
        String refusal = ": glibc 2.41 and newer do not load it with dlopen into a process without one";

        assertThat(ElfVerifier.notices(elf.file()))
                .containsExactly("asks for an executable stack, because it has no PT_GNU_STACK" + refusal);
        assertThat(ElfVerifier.notices(TinyElf.elf64()
                        .machine(ElfConstants.EM_AARCH64)
                        .soname("libtiny.so")
                        .file()))
                .isEmpty();
        ElfEditor editor = ElfEditor.of(elf.file());
        assertThat(ElfVerifier.notices(editor.setExecutableStack(false).edit().file()))
                .isEmpty();
        assertThat(ElfVerifier.notices(editor.setExecutableStack(true).edit().file()))
                .containsExactly("asks for an executable stack, by PT_GNU_STACK" + refusal);
    }

    @Test
    void noticesVersionsOfALibraryThatIsNotNeeded() throws Exception {
        ElfFile file = TinyElf.elf64()
                .machine(ElfConstants.EM_AARCH64)
                .soname("libtiny.so")
                .versions()
                .file();

        assertThat(ElfVerifier.notices(file))
                .containsExactly("needs versions of libc.so.6, but not the library:"
                        + " glibc ends a program in which nothing else loads it");
        assertThat(ElfVerifier.notices(
                        ElfEditor.of(file).removeNeeded("libc.so.6").edit().file()))
                .isEmpty();
        assertThat(ElfVerifier.notices(
                        ElfEditor.of(file).addNeeded("libc.so.6").edit().file()))
                .isEmpty();
    }

    @Test
    void saysThatNoSegmentLeadsToTheDynamicSection() throws Exception {
        TinyElf elf = TinyElf.elf64().needed("libc.so.6");
        byte[] bytes = elf.bytes();
        ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < elf.file().programHeaders().size(); i++) {
            if (elf.file().programHeaders().get(i).type() == ElfConstants.PT_DYNAMIC) {
                b.putInt(64 + i * 56, ElfConstants.PT_NULL);
            }
        }

        assertThatThrownBy(() -> ElfEditor.of(ElfFile.of(b)).setRpath("/a").edit())
                .isInstanceOf(ElfEditException.class)
                .hasMessageEndingWith("found a section that no PT_DYNAMIC segment refers to");
    }
}
