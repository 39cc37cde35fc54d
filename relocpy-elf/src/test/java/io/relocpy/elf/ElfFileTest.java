package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    void findsASectionByNameAndReadsItsBytes() throws Exception {
        ElfFile file =
                TinyElf.elf64().interpreter("/lib/ld.so.1").needed("libc.so.6").file();
        SectionHeader interpreter = file.section(".interp").orElseThrow();

        assertThat(file.read(interpreter)).isEqualTo(StandardCharsets.US_ASCII.encode("/lib/ld.so.1\0"));
        assertThat(file.readAddress(interpreter.address(), 4)).isEqualTo(StandardCharsets.US_ASCII.encode("/lib"));
        assertThat(file.read(interpreter).isReadOnly()).isTrue();
        assertThat(file.read(interpreter).order()).isEqualTo(file.header().byteOrder());
        assertThat(file.read(file.section(".bss").orElseThrow()).hasRemaining()).isFalse();
        assertThat(file.section(".nothing")).isEmpty();
    }

    @Test
    void refusesBytesThatNoSegmentHolds() throws Exception {
        ElfFile file = TinyElf.elf64().needed("libc.so.6").file();

        assertThatThrownBy(() -> file.readAddress(0x7fff_0000_0000L, 8))
                .isInstanceOf(ElfFormatException.class)
                .hasMessageContaining("0x7fff00000000");
        assertThatThrownBy(() -> file.readAddress(0, -1)).isInstanceOf(ElfFormatException.class);
    }

    @Test
    void tellsElfFilesFromOthers(@TempDir Path folder) throws Exception {
        Path elf = Files.write(folder.resolve("elf"), TinyElf.elf64().bytes());
        Path script = Files.writeString(folder.resolve("run.sh"), "#!/bin/sh\n");
        Path empty = Files.createFile(folder.resolve("empty"));

        assertThat(ElfFile.isElf(elf)).isTrue();
        assertThat(ElfFile.isElf(script)).isFalse();
        assertThat(ElfFile.isElf(empty)).isFalse();
        assertThat(ElfFile.isElf(folder)).isFalse();
        assertThatThrownBy(() -> ElfFile.isElf(folder.resolve("absent"))).isInstanceOf(NoSuchFileException.class);
    }

    /** A small file is read as a whole when it is opened, a large one is not: callers cannot tell. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1 << 20})
    void answersNothingNewOfAFileThatHasBeenReplaced(int padding, @TempDir Path folder) throws Exception {
        byte[] bytes = TinyElf.elf64().needed("libc.so.6").soname("libx.so").bytes();
        Path path = Files.write(folder.resolve("libx.so"), Arrays.copyOf(bytes, bytes.length + padding));
        ElfFile file = ElfFile.open(path);
        assertThat(file.needed()).containsExactly("libc.so.6");

        Path other = Files.write(folder.resolve("other"), Arrays.copyOf(bytes, bytes.length + padding));
        Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);

        assertThat(file.soname())
                .as("of the dynamic section, which has been read")
                .contains("libx.so");
        assertThatThrownBy(file::notes)
                .isInstanceOf(ElfFormatException.class)
                .hasMessageContaining("modified or replaced");
        Files.delete(path);
        assertThatThrownBy(file::notes).isInstanceOf(ElfFormatException.class).hasMessageContaining("libx.so");
    }

    @Test
    void namesTheFileAndTheFirstBytesOfWhatIsNotElf() {
        ByteBuffer script = ByteBuffer.wrap("#!/bin/sh\necho hello\n".getBytes(StandardCharsets.UTF_8));

        assertThat(ElfFile.isElf(script)).isFalse();
        assertThatThrownBy(() -> ElfFile.of("run.sh", script))
                .isInstanceOf(ElfFormatException.class)
                .hasMessage("run.sh: first bytes: expected 7f 45 4c 46, found 23 21 2f 62");
    }

    @Test
    void saysThatAShortFileIsNoElfFile() {
        assertThatThrownBy(() -> ElfFile.of("hello", ByteBuffer.wrap(new byte[] {'h', 'i', '\n'})))
                .isInstanceOf(ElfFormatException.class)
                .hasMessage("hello: first bytes: expected 7f 45 4c 46, found 68 69 0a");
        assertThatThrownBy(() -> ElfFile.of("empty", ByteBuffer.allocate(0)))
                .isInstanceOf(ElfFormatException.class)
                .hasMessage("empty: first bytes: expected 7f 45 4c 46, found none");
    }

    @Test
    @Timeout(20)
    void opensNothingButRegularFiles(@TempDir Path folder) {
        assertThatThrownBy(() -> ElfFile.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessage(folder + ": expected a regular file, found a directory");

        assertThatThrownBy(() -> ElfFile.open(Path.of("/dev/null")))
                .isInstanceOf(IOException.class)
                .hasMessage("/dev/null: expected a regular file, found a pipe or device");
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
    void moreProgramHeadersThanTheHeaderCanCountAreNotEdited() throws Exception {
        ElfFile many = ElfFile.of("many", withManyHeaders(70_000));
        ElfFile few = ElfFile.of("few", withManyHeaders(0));

        assertThatThrownBy(() -> ElfEditor.of(many).setOsAbi(3).edit())
                .isInstanceOf(ElfEditException.class)
                .hasMessage("many: program headers: expected fewer than 65535, found 70004");
        assertThat(ElfEditor.of(few).setOsAbi(3).edit().file().programHeaders()).isEqualTo(few.programHeaders());
    }
}
