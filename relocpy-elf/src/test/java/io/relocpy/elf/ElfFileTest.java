package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ElfFileTest {

    static Stream<Arguments> shapes() {
        return Stream.of(true, false).flatMap(is64 -> Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)
                .map(order -> Arguments.of(is64, order)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void readsEveryClassAndByteOrder(boolean is64, ByteOrder order) throws Exception {
        ElfFile file = new TinyElf(is64, order)
                .interpreter("/lib/ld.so.1")
                .needed("libc.so.6")
                .needed("libm.so.6")
                .runpath("$ORIGIN/lib")
                .file();

        assertThat(file.header().elfClass()).isEqualTo(is64 ? ElfClass.ELF64 : ElfClass.ELF32);
        assertThat(file.header().byteOrder()).isEqualTo(order);
        assertThat(file.header().machine()).isEqualTo(ElfConstants.EM_X86_64);
        assertThat(file.kind()).isEqualTo(ElfKind.PIE);
        assertThat(file.interpreter()).contains("/lib/ld.so.1");
        assertThat(file.needed()).containsExactly("libc.so.6", "libm.so.6");
        assertThat(file.runpath()).contains("$ORIGIN/lib");
        assertThat(file.rpath()).isEmpty();
        assertThat(file.soname()).isEmpty();
        assertThat(file.notes().buildId()).contains("000102030405060708090a0b0c0d0e0f10111213");
        assertThat(file.sectionHeaders())
                .extracting(SectionHeader::name)
                .contains(".interp", ".dynsym", ".dynstr", ".dynamic", ".bss");
        assertThat(ElfVerifier.problems(file)).isEmpty();
    }

    @Test
    void readsAFileWithoutSections() throws Exception {
        ElfFile file = TinyElf.elf64().soname("libx.so.1").withoutSections().file();

        assertThat(file.sectionHeaders()).isEmpty();
        assertThat(file.hasUnreadableSections()).isFalse();
        assertThat(file.soname()).contains("libx.so.1");
        assertThat(file.kind()).isEqualTo(ElfKind.SHARED_LIBRARY);
    }

    @Test
    void saysThatASectionTableBeyondTheEndIsUnreadable() throws Exception {
        byte[] bytes = TinyElf.elf64().needed("libc.so.6").bytes();
        ElfFile cut = ElfFile.of("cut", ByteBuffer.wrap(bytes, 0, bytes.length - 100));

        assertThat(cut.hasUnreadableSections()).isTrue();
        assertThat(cut.sectionHeaders()).isEmpty();
        assertThat(cut.needed()).containsExactly("libc.so.6");
    }

    @Test
    void namesTheFileAndTheFirstBytesOfWhatIsNotElf() {
        ByteBuffer script = ByteBuffer.wrap("#!/bin/sh\necho hello\n".getBytes(StandardCharsets.UTF_8));

        assertThat(ElfFile.isElf(script)).isFalse();
        assertThatThrownBy(() -> ElfFile.of("run.sh", script))
                .isInstanceOf(ElfFormatException.class)
                .hasMessage("run.sh: first bytes: expected 7f 45 4c 46, found 23212f62");
    }

    @Test
    void refusesAFileThatEndsInsideItsHeader() {
        byte[] bytes = Arrays.copyOf(TinyElf.elf64().bytes(), 40);

        assertThatThrownBy(() -> ElfFile.of("cut", ByteBuffer.wrap(bytes)))
                .isInstanceOf(ElfFormatException.class)
                .hasMessageContaining("ELF header");
    }

    @Test
    void refusesAStringOutsideTheTable() {
        byte[] bytes = TinyElf.elf64().needed("libc.so.6").withoutSections().bytes();
        ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long dynamicAt = b.getLong(64 + 2 * 56 + 8);
        b.putLong((int) dynamicAt + 8, 1 << 30);

        assertThatThrownBy(() -> ElfFile.of("bad", b).needed())
                .isInstanceOf(ElfFormatException.class)
                .hasMessageContaining("bad: dynamic string table")
                .hasMessageContaining("1073741824");
    }

    @Test
    void refusesMoreProgramHeadersThanTheFileHolds() throws Exception {
        ByteBuffer b = ByteBuffer.wrap(TinyElf.elf64().bytes()).order(ByteOrder.LITTLE_ENDIAN);
        b.putShort(56, (short) 0x7000);
        ElfFile file = ElfFile.of("bad", b);

        assertThatThrownBy(file::programHeaders)
                .isInstanceOf(ElfFormatException.class)
                .hasMessageContaining("program headers");
    }

    /** A file with this many program headers more, at its end, and PN_XNUM in e_phnum. */
    private static ByteBuffer withManyHeaders(int more) {
        byte[] bytes = TinyElf.elf64().needed("libc.so.6").bytes();
        int at = (bytes.length + 7) / 8 * 8;
        ByteBuffer b = ByteBuffer.allocate(at + 56 * (4 + more)).order(ByteOrder.LITTLE_ENDIAN);
        b.put(0, bytes).put(at, bytes, 64, 4 * 56);
        for (int i = 0; i < more; i++) {
            b.putInt(at + 56 * (4 + i), ElfConstants.PT_GNU_EH_FRAME);
        }
        b.putLong(32, at).putShort(56, (short) ElfConstants.PN_XNUM);
        b.putInt((int) b.getLong(40) + 44, 4 + more); // sh_info of section 0
        return b;
    }

    @Test
    void readsMoreProgramHeadersThanTheHeaderCanCount() throws Exception {
        for (int more : new int[] {0, 70_000}) {
            ElfFile file = ElfFile.of("many", withManyHeaders(more));

            assertThat(file.header().programHeaderCount()).isEqualTo(ElfConstants.PN_XNUM);
            assertThat(file.programHeaders()).hasSize(4 + more);
            assertThat(file.needed()).containsExactly("libc.so.6");
            assertThat(file.sectionHeaders().get(1).name()).isEqualTo(".note.gnu.build-id");
        }
    }

    @Test
    void refusesACountOfProgramHeadersThatNoSectionTells() throws Exception {
        ByteBuffer b = withManyHeaders(0);
        b.putLong(40, 0).putShort(60, (short) 0); // no section headers
        ElfFile file = ElfFile.of("many", b);

        assertThatThrownBy(file::programHeaders)
                .isInstanceOf(ElfFormatException.class)
                .hasMessageContaining("program headers");
    }

    @Test
    void editsKeepMoreProgramHeadersThanTheHeaderCanCountOrRefuse() throws Exception {
        ElfFile many = ElfFile.of("many", withManyHeaders(70_000));
        try {
            ElfFile edited = ElfEditor.of(many).setSoname("l.so").edit().file();
            assertThat(edited.programHeaders()).hasSize(70_004);
        } catch (ElfEditException e) {
            assertThat(e).hasMessageContaining("program headers");
        }
    }
}
