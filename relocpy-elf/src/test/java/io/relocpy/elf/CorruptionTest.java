package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The ways in which other editors are known to break files, one test each. */
class CorruptionTest {
    private static final String LONG = "/a/directory/that/is/longer/than/anything".repeat(20);

    private static ElfFile edit(TinyElf elf) throws Exception {
        return ElfEditor.of(elf.file()).setRpath(LONG).edit().file();
    }

    private static List<ProgramHeader> loads(ElfFile file) throws Exception {
        return file.programHeaders().stream().filter(ProgramHeader::isLoad).toList();
    }

    private static TinyElf program() {
        return TinyElf.elf64().interpreter("/lib/ld.so.1").needed("libc.so.6");
    }

    @Test
    void segmentsDoNotOverlapAfterRoundingToPages() throws Exception {
        for (int bss : new int[] {0, 1, 0xf00, 0xfff, 0x1000, 0x12345}) {
            List<ProgramHeader> loads = loads(edit(program().bss(bss)));
            for (int i = 1; i < loads.size(); i++) {
                long before = (loads.get(i - 1).endAddress() + 0xfff) & -0x1000;
                assertThat(loads.get(i).virtualAddress() & -0x1000)
                        .as("bss %d", bss)
                        .isGreaterThanOrEqualTo(before);
            }
        }
    }

    @Test
    void pagesAreAsLargeAsLoadersOfTheMachineExpect() throws Exception {
        ElfFile arm = edit(program().machine(ElfConstants.EM_AARCH64));
        List<ProgramHeader> loads = loads(arm);
        ProgramHeader added = loads.get(loads.size() - 1);

        assertThat(added.align()).isEqualTo(0x10000);
        assertThat((added.offset() - added.virtualAddress()) % 0x10000).isZero();
        assertThat(added.virtualAddress() >> 16).isGreaterThan((loads.get(1).endAddress() - 1) >> 16);
    }

    @Test
    void programHeadersStayBehindTheElfHeader() throws Exception {
        ElfFile file = edit(program());

        assertThat(file.header().programHeaderOffset()).isEqualTo(64);
        ProgramHeader first = loads(file).get(0);
        assertThat(first.holdsOffset(64, 56L * file.programHeaders().size())).isTrue();
        ProgramHeader self = file.segment(ElfConstants.PT_PHDR).orElseThrow();
        assertThat(self.fileSize()).isEqualTo(56L * file.programHeaders().size());
    }

    @Test
    void oldKernelsFindTheProgramHeaders() throws Exception {
        // AT_PHDR of kernels before 5.18: load address of the first segment, less its offset, plus e_phoff
        for (int type : new int[] {ElfConstants.ET_DYN, ElfConstants.ET_EXEC}) {
            ElfFile file = edit(program().type(type));
            ProgramHeader first = loads(file).get(0);
            long atPhdr =
                    first.virtualAddress() - first.offset() + file.header().programHeaderOffset();

            assertThat(file.segment(ElfConstants.PT_PHDR).orElseThrow().virtualAddress())
                    .isEqualTo(atPhdr);
        }
    }

    @Test
    void aMovedDynamicSectionStaysWritable() throws Exception {
        ElfFile file = edit(program().spareTags(0));
        long address = file.dynamic().orElseThrow().address();

        assertThat(loads(file).stream().filter(l -> l.holdsAddress(address, 1)))
                .singleElement()
                .matches(l -> (l.flags() & ElfConstants.PF_W) != 0);
    }

    @Test
    void noAddressOfTheDynamicSectionIsStale() throws Exception {
        ElfFile file = edit(program().spareTags(0));

        for (DynamicEntry entry : file.dynamic().orElseThrow().entries()) {
            if (DynamicTags.isAddress(entry.tag())) {
                assertThat(loads(file).stream().anyMatch(l -> l.holdsAddress(entry.value(), 1)))
                        .as("tag 0x%x", entry.tag())
                        .isTrue();
            }
        }
        assertThat(file.dynamicSymbols().find("puts")).hasSize(1);
    }

    @Test
    void initFiniAndVersionTablesAreNotStale() throws Exception {
        TinyElf elf = program().versions().initAndFini().symbol("second").spareTags(0);
        ElfFile before = elf.file();
        boolean moved = false;
        for (int length = 8; length <= LONG.length(); length += 8) {
            ElfFile after = ElfEditor.of(before)
                    .setRpath(LONG.substring(0, length))
                    .edit()
                    .file();

            assertThat(after.versionNeeds()).isEqualTo(before.versionNeeds()).hasSize(1);
            assertThat(after.versionDefinitions())
                    .isEqualTo(before.versionDefinitions())
                    .hasSize(2);
            assertThat(after.dynamicSymbols().entries())
                    .extracting(Symbol::version)
                    .containsOnly(Optional.of("GLIBC_2.2.5"));
            for (long tag : new long[] {ElfConstants.DT_INIT, ElfConstants.DT_FINI}) {
                long address = value(after, tag);
                assertThat(address).isEqualTo(value(before, tag));
                ByteBuffer code = after.readAddress("code", address, 8);
                byte[] bytes = new byte[8];
                code.get(0, bytes);
                assertThat(TinyElf.CODE).contains(new String(bytes, StandardCharsets.US_ASCII));
            }
            for (SectionHeader section : after.sectionHeaders()) {
                if (section.name().startsWith(".gnu.version")) {
                    assertThat(section.address()).isEqualTo(value(after, versionTag(section.type())));
                }
            }
            moved |= value(after, ElfConstants.DT_VERNEED) != value(before, ElfConstants.DT_VERNEED)
                    && value(after, ElfConstants.DT_VERDEF) != value(before, ElfConstants.DT_VERDEF)
                    && value(after, ElfConstants.DT_VERSYM) != value(before, ElfConstants.DT_VERSYM);
        }
        assertThat(moved).as("some edit moved all three").isTrue();
    }

    private static long value(ElfFile file, long tag) throws Exception {
        return file.dynamic().orElseThrow().value(tag).orElseThrow();
    }

    private static long versionTag(int sectionType) {
        return sectionType == ElfConstants.SHT_GNU_VERSYM
                ? ElfConstants.DT_VERSYM
                : sectionType == ElfConstants.SHT_GNU_VERDEF ? ElfConstants.DT_VERDEF : ElfConstants.DT_VERNEED;
    }

    @Test
    void notesStayInTheirSegments() throws Exception {
        ElfFile file = edit(program());
        ProgramHeader segment = file.segment(ElfConstants.PT_NOTE).orElseThrow();
        SectionHeader section = file.sectionHeaders().stream()
                .filter(s -> s.type() == ElfConstants.SHT_NOTE)
                .findFirst()
                .orElseThrow();

        assertThat(segment.offset()).isEqualTo(section.offset());
        assertThat(segment.fileSize()).isEqualTo(section.size());
        assertThat(file.notes().buildId()).isPresent();
    }

    @Test
    void nothingIsLoadedBelowTheFirstSegment() throws Exception {
        // kernels refuse a PT_LOAD below vm.mmap_min_addr
        ElfFile before = program().type(ElfConstants.ET_EXEC).file();
        ElfFile after = edit(program().type(ElfConstants.ET_EXEC));

        assertThat(loads(after).get(0).virtualAddress())
                .isEqualTo(loads(before).get(0).virtualAddress());
    }

    @Test
    void aMipsDebugMapRelativeToItsEntryFollowsTheEntry() throws Exception {
        TinyElf elf = program().machine(ElfConstants.EM_MIPS).spareTags(1);
        byte[] bytes = elf.bytes();
        DynamicSection dynamic = ElfFile.of(ByteBuffer.wrap(bytes)).dynamic().orElseThrow();
        int index = dynamic.entries().size();
        long target = dynamic.address() + 0x1234;
        ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = (int) dynamic.offset() + 16 * index;
        b.putLong(at, ElfConstants.DT_MIPS_RLD_MAP_REL).putLong(at + 8, target - (dynamic.address() + 16L * index));

        ElfFile file = ElfEditor.of(ElfFile.of(b))
                .setRpath(LONG)
                .addNeeded("liba.so")
                .edit()
                .file();

        DynamicSection moved = file.dynamic().orElseThrow();
        assertThat(moved.address()).isNotEqualTo(dynamic.address());
        List<Long> tags = moved.entries().stream().map(DynamicEntry::tag).toList();
        int now = tags.indexOf(ElfConstants.DT_MIPS_RLD_MAP_REL);
        assertThat(moved.address() + 16L * now + moved.entries().get(now).value())
                .isEqualTo(target);
    }

    @Test
    void aMipsHashTableIsRebuiltOrTheEditRefused() throws Exception {
        TinyElf mips = program().machine(ElfConstants.EM_MIPS);
        Map<String, String> names = Map.of("puts", "gets_instead");

        ElfFile rebuilt =
                ElfEditor.of(mips.file()).renameDynamicSymbols(names).edit().file();
        assertThat(rebuilt.dynamicSymbols().find("gets_instead")).hasSize(1);
        ElfFile newer = mips.number(ElfConstants.DT_MIPS_XHASH, value(mips.file(), ElfConstants.DT_HASH))
                .file();
        assertThatThrownBy(() -> ElfEditor.of(newer).renameDynamicSymbols(names).edit())
                .isInstanceOf(ElfEditException.class)
                .hasMessageContaining("DT_MIPS_XHASH");
    }

    @Test
    void theFileHasNoHole() throws Exception {
        byte[] before = program().bss(0x100000).bytes();
        byte[] after =
                ElfEditor.of(program().bss(0x100000).file()).setRpath(LONG).toBytes();

        assertThat(after.length - before.length).isLessThan(LONG.length() + 2048);
    }

    @Test
    void aHeaderPageWithoutSpareRoomIsRefusedAndNotOverwritten() throws Exception {
        // as in binaries of Go's own linker: code directly behind the program headers
        TinyElf elf = TinyElf.elf64().needed("libc.so.6");
        ByteBuffer b = ByteBuffer.wrap(elf.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        ElfFile file = ElfFile.of(b);
        ProgramHeader note = file.segment(ElfConstants.PT_NOTE).orElseThrow();
        int header = file.programHeaders().indexOf(note);
        int section = file.sectionHeaders().stream()
                .filter(s -> s.type() == ElfConstants.SHT_NOTE)
                .findFirst()
                .orElseThrow()
                .index();
        b.putInt(64 + 56 * header, ElfConstants.PT_GNU_EH_FRAME);
        b.putInt((int) file.header().sectionHeaderOffset() + 64 * section + 4, ElfConstants.SHT_PROGBITS);

        assertThatThrownBy(
                        () -> ElfEditor.of(ElfFile.of("go", b)).setRpath(LONG).edit())
                .isInstanceOf(ElfEditException.class)
                .hasMessageContaining("go: bytes after the program headers")
                .hasMessageContaining(".note.gnu.build-id");
    }

    @Test
    void whatGoLinksIsEditedInPlaceOrRefused() throws Exception {
        // code right behind the program headers, no PT_PHDR, the note of the build somewhere behind
        byte[] before = TinyElf.elf64()
                .asGoLinks()
                .interpreter("/lib64/ld-linux-x86-64.so.2")
                .needed("libc.so.6")
                .runpath("/from/the/linker")
                .bytes();
        ElfFile go = ElfFile.of("go", ByteBuffer.wrap(before));
        assertThat(go.segment(ElfConstants.PT_PHDR)).isEmpty();
        assertThat(go.notes().all()).singleElement().returns("Go", Note::name);

        ElfFile edited = ElfEditor.of(go)
                .setInterpreter("/lib/ld.so")
                .setRunpath("/shorter")
                .edit()
                .file();

        assertThat(edited.size()).isEqualTo(go.size());
        assertThat(edited.interpreter()).contains("/lib/ld.so");
        assertThat(edited.programHeaders())
                .extracting(ProgramHeader::type)
                .isEqualTo(go.programHeaders().stream().map(ProgramHeader::type).toList());
        assertThat(edited.notes().all()).isEqualTo(go.notes().all());
        assertThatThrownBy(() -> ElfEditor.of(go).setRunpath(LONG).edit())
                .isInstanceOf(ElfEditException.class)
                .hasMessageContaining("go: bytes after the program headers")
                .hasMessageContaining("section .text");
    }

    /** The program headers at the end of the file, in a segment of their own, as some editors leave them. */
    private static ByteBuffer withHeadersAtTheEnd(byte[] bytes, boolean spare) {
        int count = 6 + 1 + (spare ? 1 : 0);
        int at = (bytes.length + 15) / 16 * 16;
        ByteBuffer b = ByteBuffer.allocate(at + 56 * count).order(ByteOrder.LITTLE_ENDIAN);
        b.put(0, bytes);
        b.put(at, bytes, 64, 6 * 56);
        long base = 0x50000; // behind the data
        int load = at + 6 * 56;
        b.putInt(load, ElfConstants.PT_LOAD).putInt(load + 4, ElfConstants.PF_R);
        b.putLong(load + 8, at).putLong(load + 16, base + at).putLong(load + 24, base + at);
        b.putLong(load + 32, 56L * count).putLong(load + 40, 56L * count).putLong(load + 48, 0x1000);
        b.putLong(at + 8, at).putLong(at + 16, base + at).putLong(at + 24, base + at); // PT_PHDR
        b.putLong(at + 32, 56L * count).putLong(at + 40, 56L * count);
        b.putLong(32, at).putShort(56, (short) count);
        return b;
    }

    @Test
    void programHeadersAtTheEndOfTheFileAreFollowed() throws Exception {
        ByteBuffer file = withHeadersAtTheEnd(program().bytes(), true);
        ElfFile before = ElfFile.of("end", file);

        ElfFile after = ElfEditor.of(before)
                .setRpath(LONG)
                .setInterpreter("/lib/another/ld.so.1")
                .edit()
                .file();

        assertThat(after.rpath()).contains(LONG);
        assertThat(after.interpreter()).contains("/lib/another/ld.so.1");
        assertThat(after.programHeaders()).hasSameSizeAs(before.programHeaders());
        assertThat(after.header().programHeaderOffset())
                .isEqualTo(before.header().programHeaderOffset());
        assertThat(after.segment(ElfConstants.PT_PHDR).orElseThrow().offset())
                .isEqualTo(after.header().programHeaderOffset());
    }

    @Test
    void programHeadersAtTheEndOfTheFileWithoutRoomForOneMoreAreRefused() throws Exception {
        ByteBuffer file = withHeadersAtTheEnd(program().bytes(), false);

        assertThatThrownBy(() ->
                        ElfEditor.of(ElfFile.of("end", file)).setRpath(LONG).edit())
                .isInstanceOf(ElfEditException.class)
                .hasMessageContaining("end: bytes after the program headers");
    }

    @Test
    void sectionTablesAtTheEndOfTheFileAreFollowed() throws Exception {
        ElfFile before = program().file();
        byte[] bytes = program().bytes();
        int headers = (int) before.header().sectionHeaderOffset();
        SectionHeader names = before.sectionHeaders().get(before.header().sectionNameIndex());
        // the names behind the headers instead of before them, the last byte of the file theirs
        ByteBuffer swapped =
                ByteBuffer.allocate(bytes.length + (int) names.size()).order(ByteOrder.LITTLE_ENDIAN);
        swapped.put(0, bytes);
        swapped.put(bytes.length, bytes, (int) names.offset(), (int) names.size());
        swapped.putLong(headers + 64 * names.index() + 24, bytes.length);

        for (ByteBuffer file : List.of(ByteBuffer.wrap(bytes), swapped)) {
            ElfFile old = ElfFile.of("end", file);
            ElfFile after = ElfEditor.of(old).setRpath(LONG).edit().file();

            assertThat(after.rpath()).contains(LONG);
            assertThat(after.hasUnreadableSections()).isFalse();
            assertThat(after.sectionHeaders())
                    .extracting(SectionHeader::name)
                    .isEqualTo(old.sectionHeaders().stream()
                            .map(SectionHeader::name)
                            .toList());
        }
    }

    @Test
    void aTableNearTheEndOfTheFileIsFollowed() throws Exception {
        // manylinux' libcrypto, once edited: program headers and tables in the last segment
        ElfFile once = edit(program());
        ElfFile twice = ElfEditor.of(ElfFile.of(
                        ByteBuffer.wrap(new EditedElf(once, Optional.empty(), once.bytes(), once).toBytes())))
                .setRpath(LONG + ":/more")
                .setInterpreter("/lib/another/ld.so.1")
                .edit()
                .file();

        assertThat(twice.rpath()).contains(LONG + ":/more");
        assertThat(loads(twice)).hasSameSizeAs(loads(once));
    }

    @Test
    void aPayloadOf64KiBSurvivesEveryKindOfEdit() throws Exception {
        String payload = "payload!".repeat(8192);
        byte[] bytes = program().payload(payload).bytes();
        for (int i = 0; i < 4; i++) {
            bytes = ElfEditor.of(ElfFile.of(ByteBuffer.wrap(bytes)))
                    .setRpath(LONG.substring(0, LONG.length() / (i + 1)))
                    .setInterpreter("/lib/" + "x".repeat(100 * i))
                    .addNeeded("lib" + i + ".so")
                    .toBytes();
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).endsWith(payload);
        }
    }

    @Test
    void segmentsBeyondTheAddressSpaceAreRefused() throws Exception {
        byte[] bytes =
                new TinyElf(false, ByteOrder.LITTLE_ENDIAN).needed("libc.so.6").bytes();
        ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        b.putInt(52 + 32 + 20, 0xfffffff0 - b.getInt(52 + 32 + 8)); // p_memsz of the second PT_LOAD

        assertThatThrownBy(() -> ElfEditor.of(ElfFile.of(b)).setRpath(LONG).edit())
                .isInstanceOf(ElfEditException.class)
                .hasMessageContaining("address space");
    }
}
