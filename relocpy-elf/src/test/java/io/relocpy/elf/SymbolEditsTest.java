package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What edits do to symbols and their versions, in cases that random edits once found. */
class SymbolEditsTest {
    @Test
    void sectionsOfClearedVersionTablesStayWithoutBytes() throws Exception {
        ElfFile before = TinyElf.elf64().needed("libc.so.6").versions().file();
        assertThat(before.sectionHeaders())
                .extracting(SectionHeader::name)
                .contains(".gnu.version", ".gnu.version_d", ".gnu.version_r");

        ElfFile after = ElfEditor.of(before).clearAllSymbolVersions().edit().file();

        assertThat(after.sectionHeaders()).hasSameSizeAs(before.sectionHeaders());
        for (SectionHeader section : before.sectionHeaders()) {
            SectionHeader now = after.sectionHeaders().get(section.index());
            if (section.name().startsWith(".gnu.version")) {
                // GNU strip drops SHT_NULL, and dynamic symbols would name the section before theirs
                assertThat(now.type()).as(section.name()).isEqualTo(ElfConstants.SHT_PROGBITS);
                assertThat(now.isAllocated()).as(section.name()).isTrue();
                assertThat(now.size()).as(section.name()).isZero();
                assertThat(now.name()).isEqualTo(section.name().substring(1));
            } else {
                assertThat(now.name()).isEqualTo(section.name());
            }
        }
        assertThat(after.versionNeeds()).isEmpty();
        assertThat(after.dynamicSymbols().entries()).allMatch(e -> e.version().isEmpty());
    }

    @Test
    void theSymbolOfTheDynamicSectionFollowsItInPlaceAndSize() throws Exception {
        TinyElf elf = TinyElf.elf64().needed("libc.so.6").symbol("_DYNAMIC").spareTags(0);
        SectionHeader dynamic = elf.section(".dynamic");
        ByteBuffer b = ByteBuffer.wrap(elf.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        int symbol = (int) elf.section(".dynsym").offset() + 2 * 24;
        b.putShort(symbol + 6, (short) dynamic.index());
        b.putLong(symbol + 8, dynamic.address());
        b.putLong(symbol + 16, dynamic.size());

        ElfFile after = ElfEditor.of(ElfFile.of(b))
                .addNeeded("liba.so.1", "libb.so.1")
                .edit()
                .file();

        DynamicSection moved = after.dynamic().orElseThrow();
        assertThat(moved.address()).isNotEqualTo(dynamic.address());
        assertThat(after.dynamicSymbols().entries())
                .filteredOn(s -> s.name().equals("_DYNAMIC"))
                .singleElement()
                .satisfies(s -> {
                    assertThat(s.value()).isEqualTo(moved.address());
                    assertThat(s.size()).isEqualTo(16L * moved.capacity()).isGreaterThan(dynamic.size());
                });
    }

    /** A name that DT_GNU_HASH puts into that one of two buckets. */
    private static String nameInBucket(int bucket, String start) {
        String name = start;
        while ((SymbolRenamer.gnuHash(name.getBytes(StandardCharsets.UTF_8)) & 1) != bucket) {
            name += "y"; // odd, so that each one changes the bucket
        }
        return name;
    }

    @Test
    void symbolsThatChangePlacesKeepTheirValues() throws Exception {
        String ofTheSection = nameInBucket(1, "dynamic");
        String before = nameInBucket(1, "before");
        String now = nameInBucket(0, "now".repeat(100));
        TinyElf elf = TinyElf.elf64()
                .needed("libc.so.6")
                .symbol("a")
                .symbol("b")
                .symbol("c")
                .symbol(ofTheSection)
                .symbol(before)
                .spareTags(0);
        ByteBuffer b = ByteBuffer.wrap(elf.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        ElfFile file = elf.file();
        SectionHeader dynamic = elf.section(".dynamic");
        SectionHeader hash = elf.section(".hash");
        int symbol = (int) elf.section(".dynsym").offset() + 5 * 24;
        b.putShort(symbol + 6, (short) dynamic.index()).putLong(symbol + 8, dynamic.address());
        b.putLong(symbol + 24 + 8, 0x1234);
        // two buckets of the last two symbols, both in the second
        int at = (int) hash.offset();
        b.putInt(at, 2).putInt(at + 4, 5).putInt(at + 8, 1).putInt(at + 12, 0).putLong(at + 16, -1);
        b.putInt(at + 24, 0).putInt(at + 28, 5);
        b.putInt(at + 32, SymbolRenamer.gnuHash(ofTheSection.getBytes(StandardCharsets.UTF_8)) & ~1);
        b.putInt(at + 36, SymbolRenamer.gnuHash(before.getBytes(StandardCharsets.UTF_8)) | 1);
        b.putInt((int) file.header().sectionHeaderOffset() + 64 * hash.index() + 4, ElfConstants.SHT_GNU_HASH);
        for (int tag = (int) dynamic.offset(); tag < dynamic.endOffset(); tag += 16) {
            if (b.getLong(tag) == ElfConstants.DT_HASH) {
                b.putLong(tag, ElfConstants.DT_GNU_HASH);
            }
        }

        ElfFile inTableSegment = ElfEditor.of(ElfFile.of(b))
                .addNeeded("liba.so.1", "libb.so.1")
                .edit()
                .file();

        // the names, which lie before the dynamic section there, need more room
        ElfFile after = ElfEditor.of(inTableSegment)
                .renameDynamicSymbols(Map.of(before, now))
                .edit()
                .file();

        long moved = after.dynamic().orElseThrow().address();
        assertThat(moved).isNotEqualTo(inTableSegment.dynamic().orElseThrow().address());
        assertThat(after.dynamicSymbols().entries())
                .extracting(Symbol::name, s -> s.value())
                .endsWith(tuple(now, 0x1234L), tuple(ofTheSection, moved));
    }

    @Test
    void editsOfSymbolsSeeTheNamesThatEarlierOnesGave() throws Exception {
        byte[] before = TinyElf.elf64().symbol("first").versions().bytes();

        byte[] after = RepeatedEdit.twice(before, e -> e.renameDynamicSymbols(Map.of("first", "second"))
                .renameDynamicSymbols(Map.of("second", "third", "puts", "third2"))
                .clearSymbolVersion("third"));

        assertThat(ElfFile.of(ByteBuffer.wrap(after)).dynamicSymbols().entries())
                .extracting(Symbol::name)
                .containsExactly("third2", "third");
        assertThat(ElfFile.of(ByteBuffer.wrap(after)).dynamicSymbols().entries())
                .filteredOn(e -> e.name().equals("third"))
                .allMatch(e -> e.version().isEmpty());
    }

    @Test
    void aSymbolThatGetsItsOwnNameBackIsNotRenamed() throws Exception {
        byte[] before = TinyElf.elf64().symbol("first").bytes();

        assertThat(RepeatedEdit.twice(before, e -> e.renameDynamicSymbols(Map.of("first", "second"))
                        .renameDynamicSymbols(Map.of("second", "first"))))
                .isEqualTo(before);
    }

    @Test
    void clearedVersionsTakeTheirStringsAlong() throws Exception {
        byte[] before = TinyElf.elf64()
                .needed("libc.so.6")
                .versions()
                .runpath("/before")
                .bytes();

        byte[] after = RepeatedEdit.twice(
                before, e -> e.setRunpath("/longer/path").setRpath("/path").clearAllSymbolVersions());

        assertThat(new String(after, StandardCharsets.ISO_8859_1)).doesNotContain("GLIBC_2.2.5", "/before");
    }

    /** Else they would be in the way of later edits, as bytes of nobody. */
    @Test
    void clearedVersionTablesLeaveNoBytes() throws Exception {
        TinyElf elf = TinyElf.elf64().needed("libc.so.6").versions();

        byte[] after = RepeatedEdit.twice(elf.bytes(), e -> e.replaceNeeded(Map.of("libc.so.6", "libd.so.6"))
                .clearSymbolVersion("puts")
                .clearAllSymbolVersions());

        for (SectionHeader table : elf.file().sectionHeaders()) {
            if (table.name().startsWith(".gnu.version")) {
                assertThat(Arrays.copyOfRange(after, (int) table.offset(), (int) table.endOffset()))
                        .as(table.name())
                        .containsOnly(0);
            }
        }
        assertThat(ElfFile.of(ByteBuffer.wrap(after)).needed()).containsExactly("libd.so.6");
    }

    @Test
    void sectionsOfClearedTablesStayInsideTheirSegmentWhenItShrinks() throws Exception {
        // the string table is larger than the version tables behind it, so they go to a segment of their own to let it
        // grow
        TinyElf elf = TinyElf.elf64()
                .interpreter("/lib64/ld-linux-x86-64.so.2")
                .needed("libc.so.6")
                .symbol("s".repeat(300))
                .versions()
                .spareTags(0);
        SectionHeader versions = elf.section(".gnu.version_r");
        ByteBuffer b = ByteBuffer.wrap(elf.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        int symbol = (int) elf.section(".dynsym").offset() + 2 * 24;
        b.putShort(symbol + 6, (short) versions.index());
        b.putLong(symbol + 8, versions.address());
        ElfFile moved = ElfEditor.of(ElfFile.of(b))
                .setInterpreter("/" + "long/".repeat(250) + "ld.so")
                .setRunpath("/" + "p".repeat(80))
                .edit()
                .file();
        ElfFile cleared = ElfEditor.of(moved).clearAllSymbolVersions().edit().file();

        ElfFile after = ElfEditor.of(cleared).setInterpreter("/l").edit().file();

        assertThat(after.sectionHeaders())
                .filteredOn(section -> section.name().startsWith("gnu.version"))
                .hasSize(3)
                .allSatisfy(section -> assertThat(after.programHeaders())
                        .anyMatch(segment -> segment.isLoad()
                                && segment.holdsAddress(section.address(), 0)
                                && section.offset() - segment.offset()
                                        == section.address() - segment.virtualAddress()));
        // eu-elflint looks for a section's symbol inside it
        assertThat(after.dynamicSymbols().entries())
                .filteredOn(s -> s.sectionIndex() == versions.index())
                .singleElement()
                .satisfies(s -> assertThat(s.value())
                        .isEqualTo(after.sectionHeaders().get(versions.index()).address()));
    }
}
