package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What random edits once broke, one test each, so that it is found without them. */
class EditorRegressionsTest {
    /** It is taken for one that relocates itself until it needs something, and such files keep old bytes. */
    @Test
    void theFirstNeededLibraryChangesNothingTheSecondTime() throws Exception {
        byte[] before = TinyElf.elf64().rpath("/first/path:$ORIGIN").bytes();

        byte[] after = RepeatedEdit.twice(
                before, e -> e.setRpath("/x").addNeeded("libx.so").setRpath("/a:/b"));

        assertThat(ElfFile.of(ByteBuffer.wrap(after)).needed()).containsExactly("libx.so");
    }

    @Test
    void relroStartsWithWhatIsLeftInIt() throws Exception {
        TinyElf elf = TinyElf.elf64()
                .interpreter("/lib64/ld-linux-x86-64.so.2")
                .needed("libc.so.6")
                .spareTags(0);
        SectionHeader dynamic = elf.section(".dynamic");
        SectionHeader data = elf.section(".data");
        ByteBuffer b = ByteBuffer.wrap(elf.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        // in the place of PT_PHDR, the first
        int header = 64;
        b.putInt(header, ElfConstants.PT_GNU_RELRO).putInt(header + 4, ElfConstants.PF_R);
        b.putLong(header + 8, dynamic.offset());
        b.putLong(header + 16, dynamic.address()).putLong(header + 24, dynamic.address());
        b.putLong(header + 32, dynamic.size() + data.size()).putLong(header + 40, dynamic.size() + data.size());

        ElfFile after = ElfEditor.of(ElfFile.of(b))
                .addNeeded("liba.so.1", "libb.so.1")
                .edit()
                .file();

        // GNU strip moves the start there, and would leave a size that reaches beyond the segment
        ProgramHeader relro = after.segment(ElfConstants.PT_GNU_RELRO).orElseThrow();
        assertThat(relro.virtualAddress()).isEqualTo(data.address());
        assertThat(relro.offset()).isEqualTo(data.offset());
        assertThat(relro.memorySize()).isEqualTo(data.size());
    }

    private static TinyElf staticPie() {
        return TinyElf.elf64().number(ElfConstants.DT_FLAGS_1, ElfConstants.DF_1_PIE);
    }

    @Test
    void aStaticPieRefusesToMoveItsDynamicSection() throws Exception {
        // its own code looks for it where the linker put it, before anybody could tell it otherwise
        ElfFile full = staticPie().spareTags(0).file();
        assertThat(full.kind()).isEqualTo(ElfKind.STATIC_PIE);

        assertThatThrownBy(() -> ElfEditor.of(full).addDebugTag().edit())
                .isInstanceOf(ElfEditException.class)
                .hasMessageContaining(
                        "dynamic section: expected room for 128 bytes in place, because a static-PIE finds it there");

        ElfFile roomy = staticPie().spareTags(1).file();
        ElfFile edited = ElfEditor.of(roomy).addDebugTag().edit().file();
        assertThat(edited.dynamic().orElseThrow().address())
                .isEqualTo(roomy.dynamic().orElseThrow().address());
    }

    @Test
    void aStaticPieKeepsBytesThatItsCodeMayRead() throws Exception {
        String path = "/kept/where/the/code/looks";
        byte[] after =
                ElfEditor.of(staticPie().runpath(path).file()).removeRpath().toBytes();

        assertThat(new String(after, StandardCharsets.ISO_8859_1)).contains(path);
    }

    /** What the first word of the global offset table says after the dynamic section has moved, less where that is. */
    private static long staleness(UnaryOperator<TinyElf> shape) throws Exception {
        SectionHeader data =
                shape.apply(TinyElf.elf64().number(ElfConstants.DT_PLTGOT, 0)).section(".data");
        byte[] bytes = shape.apply(TinyElf.elf64().number(ElfConstants.DT_PLTGOT, data.address()))
                .bytes();
        ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long old = ElfFile.of(b).dynamic().orElseThrow().address();
        b.putLong((int) data.offset(), old);

        byte[] after =
                ElfEditor.of(ElfFile.of(b)).setSoname("libx.so.1").addDebugTag().toBytes();

        long now = ElfFile.of(ByteBuffer.wrap(after)).dynamic().orElseThrow().address();
        assertThat(now).isNotEqualTo(old);
        return now - ByteBuffer.wrap(after).order(ByteOrder.LITTLE_ENDIAN).getLong((int) data.offset());
    }

    @Test
    void theGlobalOffsetTableFollowsTheDynamicSectionUnlessCodeSubtractsIt() throws Exception {
        assertThat(staleness(elf -> elf.spareTags(0).needed("libc.so.6"))).isZero();
        // a loader: needs nothing, has an entry, and takes the difference of this word and the old address for its base
        assertThat(staleness(elf -> elf.spareTags(0))).isNotZero();
    }

    @Test
    void tagsRemovedAndSetAgainFindTheSamePlace() throws Exception {
        byte[] before = TinyElf.elf64().needed("liba.so").needed("libb.so").bytes();

        byte[] after = RepeatedEdit.twice(
                before, e -> e.removeRpath().setRpath("/opt/lib").addDebugTag());

        List<Long> tags = ElfFile.of(ByteBuffer.wrap(after)).dynamic().orElseThrow().entries().stream()
                .map(DynamicEntry::tag)
                .toList();
        assertThat(tags)
                .startsWith(ElfConstants.DT_NEEDED, ElfConstants.DT_NEEDED, ElfConstants.DT_RPATH)
                .endsWith(ElfConstants.DT_DEBUG);
    }

    @Test
    void aDirectoryWhoseNameIsTooLongForTheSystemIsOneThatIsNotThere(@TempDir Path root) throws Exception {
        String tooLong = "/" + "x".repeat(300);
        ElfFile file = TinyElf.elf64()
                .needed("libc.so.6")
                .runpath(tooLong + ":$ORIGIN:" + tooLong + "/lib")
                .file();

        ElfFile edited = ElfEditor.of(file)
                .shrinkRpath(FileTree.of(root), List.of())
                .edit()
                .file();

        assertThat(edited.runpath()).contains("$ORIGIN");
    }
}
