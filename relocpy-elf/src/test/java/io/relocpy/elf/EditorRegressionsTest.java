package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What random edits once broke, one test each, so that it is found without them. */
class EditorRegressionsTest {

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
        SectionHeader dynamic = section(elf, ".dynamic");
        ByteBuffer b = ByteBuffer.wrap(elf.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        int symbol = (int) section(elf, ".dynsym").offset() + 2 * 24;
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
                    assertThat(s.symbol().value()).isEqualTo(moved.address());
                    assertThat(s.symbol().size())
                            .isEqualTo(16L * moved.capacity())
                            .isGreaterThan(dynamic.size());
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
        SectionHeader dynamic = section(elf, ".dynamic");
        SectionHeader hash = section(elf, ".hash");
        int symbol = (int) section(elf, ".dynsym").offset() + 5 * 24;
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
                .extracting(SymbolTable.Entry::name, s -> s.symbol().value())
                .endsWith(tuple(now, 0x1234L), tuple(ofTheSection, moved));
    }

    private static byte[] twice(byte[] bytes, UnaryOperator<ElfEditor> edit) throws Exception {
        byte[] once =
                edit.apply(ElfEditor.of(ElfFile.of(ByteBuffer.wrap(bytes)))).toBytes();
        assertThat(edit.apply(ElfEditor.of(ElfFile.of(ByteBuffer.wrap(once)))).toBytes())
                .as("the same edit again")
                .isEqualTo(once);
        return once;
    }

    @Test
    void editsOfSymbolsSeeTheNamesThatEarlierOnesGave() throws Exception {
        byte[] before = TinyElf.elf64().symbol("first").versions().bytes();

        byte[] after = twice(before, e -> e.renameDynamicSymbols(Map.of("first", "second"))
                .renameDynamicSymbols(Map.of("second", "third", "puts", "third2"))
                .clearSymbolVersion("third"));

        assertThat(ElfFile.of(ByteBuffer.wrap(after)).dynamicSymbols().entries())
                .extracting(SymbolTable.Entry::name)
                .containsExactly("third2", "third");
        assertThat(ElfFile.of(ByteBuffer.wrap(after)).dynamicSymbols().entries())
                .filteredOn(e -> e.name().equals("third"))
                .allMatch(e -> e.version().isEmpty());
    }

    @Test
    void aSymbolThatGetsItsOwnNameBackIsNotRenamed() throws Exception {
        byte[] before = TinyElf.elf64().symbol("first").bytes();

        assertThat(twice(before, e -> e.renameDynamicSymbols(Map.of("first", "second"))
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

        byte[] after = twice(
                before, e -> e.setRunpath("/longer/path").setRpath("/path").clearAllSymbolVersions());

        assertThat(new String(after, StandardCharsets.ISO_8859_1)).doesNotContain("GLIBC_2.2.5", "/before");
    }

    /** Else they would be in the way of later edits, as bytes of nobody. */
    @Test
    void clearedVersionTablesLeaveNoBytes() throws Exception {
        TinyElf elf = TinyElf.elf64().needed("libc.so.6").versions();

        byte[] after = twice(elf.bytes(), e -> e.replaceNeeded(Map.of("libc.so.6", "libd.so.6"))
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
        SectionHeader versions = section(elf, ".gnu.version_r");
        ByteBuffer b = ByteBuffer.wrap(elf.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        int symbol = (int) section(elf, ".dynsym").offset() + 2 * 24;
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
                .filteredOn(s -> s.symbol().sectionIndex() == versions.index())
                .singleElement()
                .satisfies(s -> assertThat(s.symbol().value())
                        .isEqualTo(after.sectionHeaders().get(versions.index()).address()));
    }

    /** They may be a global offset table before its relocation, or constants; a linker leaves both behind tables. */
    @Test
    void withoutSectionsZerosBehindATableAreNotTakenForPadding() throws Exception {
        for (String taken : List.of(TinyElf.CODE, TinyElf.DATA)) {
            byte[] before = TinyElf.elf64()
                    .needed("libc.so.6")
                    .spareTags(0)
                    .withoutSections()
                    .bytes();
            int at = new String(before, StandardCharsets.ISO_8859_1).indexOf(taken);
            ElfFile original = ElfFile.of(ByteBuffer.wrap(before));
            long address = original.programHeaders().stream()
                    .filter(s -> s.isLoad() && s.holdsOffset(at, 16))
                    .mapToLong(s -> at - s.offset() + s.virtualAddress())
                    .findFirst()
                    .orElseThrow();
            Arrays.fill(before, at, at + 16, (byte) 0);

            byte[] after = twice(before, e -> e.addNeeded("x.so"));

            ElfFile file = ElfFile.of(ByteBuffer.wrap(after));
            int now = (int) file.offsetOf("the zeros", address, 16);
            assertThat(Arrays.copyOfRange(after, now, now + 16)).as(taken).containsOnly(0);
            DynamicSection dynamic = file.dynamic().orElseThrow();
            assertThat(dynamic.address() + 16L * dynamic.capacity() <= address || dynamic.address() >= address + 16)
                    .as("the dynamic section keeps off " + taken)
                    .isTrue();
        }
    }

    /** What follows in the file may be of another segment, which is elsewhere in memory, though its tables could be moved. */
    @Test
    void aTableDoesNotGrowIntoTheNextSegment() throws Exception {
        // of one length the table ends where its segment does
        for (int length = 0; length < 16; length++) {
            growsInItsSegment("lib" + "b".repeat(length) + ".so");
        }
    }

    private static void growsInItsSegment(String library) throws Exception {
        byte[] bytes = ElfEditor.of(TinyElf.elf64()
                        .needed("liba.so")
                        .spareTags(0)
                        .withoutSections()
                        .file())
                .addNeeded(library)
                .toBytes();
        ElfFile once = ElfFile.of(ByteBuffer.wrap(bytes));
        int last = -1;
        for (int i = 0; i < once.programHeaders().size(); i++) {
            last = once.programHeaders().get(i).isLoad() ? i : last;
        }
        ProgramHeader tables = once.programHeaders().get(last);
        assertThat(tables.holdsAddress(once.dynamic().orElseThrow().address(), 1))
                .isTrue();
        // not one that the editor takes for its own any more
        bytes[64 + 56 * last + 4] |= (byte) ElfConstants.PF_X;
        ElfFile twoSegments = ElfEditor.of(ElfFile.of(ByteBuffer.wrap(bytes)))
                .replaceNeeded(Map.of("liba.so", "lib" + "l".repeat(200) + ".so"))
                .edit()
                .file();
        DynamicSection dynamic = twoSegments.dynamic().orElseThrow();
        assertThat(twoSegments.programHeaders())
                .filteredOn(s -> s.isLoad() && s.offset() == tables.endOffset())
                .as("a segment of tables behind that of the dynamic section")
                .hasSize(1);

        ElfFile after = ElfEditor.of(twoSegments)
                .addNeeded("libc.so", "libd.so", "libe.so")
                .edit()
                .file();

        assertThat(ElfVerifier.problems(after)).isEmpty();
        DynamicSection grown = after.dynamic().orElseThrow();
        assertThat(grown.capacity()).isGreaterThan(dynamic.capacity());
        assertThat(after.programHeaders())
                .anyMatch(s -> s.isLoad() && s.holdsAddress(grown.address(), 16L * grown.capacity()));
    }

    /** Its padding at both ends is all that no table tells of. */
    @Test
    void withoutSectionsTheEditorsOwnSegmentIsUsedAgain() throws Exception {
        // of some lengths it ends with its last table, of others with padding
        for (int length = 0; length < 16; length++) {
            ElfFile once = ElfEditor.of(TinyElf.elf64()
                            .needed("liba.so")
                            .spareTags(0)
                            .withoutSections()
                            .file())
                    .addNeeded("lib" + "b".repeat(length) + ".so")
                    .edit()
                    .file();

            ElfFile again = ElfEditor.of(once)
                    .replaceNeeded(Map.of("liba.so", "lib" + "l".repeat(200) + ".so"))
                    .edit()
                    .file();

            assertThat(again.programHeaders()).hasSameSizeAs(once.programHeaders());
            assertThat(again.needed()).contains("lib" + "l".repeat(200) + ".so");
        }
    }

    /** It is taken for one that relocates itself until it needs something, and such files keep old bytes. */
    @Test
    void theFirstNeededLibraryChangesNothingTheSecondTime() throws Exception {
        byte[] before = TinyElf.elf64().rpath("/first/path:$ORIGIN").bytes();

        byte[] after = twice(before, e -> e.setRpath("/x").addNeeded("libx.so").setRpath("/a:/b"));

        assertThat(ElfFile.of(ByteBuffer.wrap(after)).needed()).containsExactly("libx.so");
    }

    /** Four symbols, found through a DT_GNU_HASH of one bucket alone. */
    private static ByteBuffer withGnuHash(int bucket) throws Exception {
        TinyElf elf = TinyElf.elf64().symbol("b").symbol("c").symbol("d");
        long address = section(elf, ".hash").address();
        ByteBuffer b = ByteBuffer.wrap(elf.withoutSections().bytes()).order(ByteOrder.LITTLE_ENDIAN);
        DynamicSection dynamic = elf.file().dynamic().orElseThrow();
        int entry = 0;
        while (dynamic.entries().get(entry).tag() != ElfConstants.DT_HASH) {
            entry++;
        }
        ProgramHeader segment = elf.file().segment(ElfConstants.PT_DYNAMIC).orElseThrow();
        b.putLong((int) segment.offset() + 16 * entry, ElfConstants.DT_GNU_HASH);
        int at = (int) elf.file().offsetOf("DT_GNU_HASH", address, 32);
        b.putInt(at, 1).putInt(at + 4, 1).putInt(at + 8, 1).putInt(at + 12, 0);
        b.putLong(at + 16, -1).putInt(at + 24, bucket).putInt(at + 28, 1);
        return b;
    }

    /** What follows them may be a version table that no tag tells of any more. */
    @Test
    void withoutSectionsTheHashedSymbolsAreTheLast() throws Exception {
        assertThat(ElfFile.of(withGnuHash(1)).dynamicSymbols().entries())
                .extracting(SymbolTable.Entry::name)
                .containsExactly("puts");
    }

    @Test
    void withoutSectionsAndDefinitionsSymbolsEndWhereNoneCanBe() throws Exception {
        ByteBuffer file = withGnuHash(0);
        assertThat(ElfFile.of(file).dynamicSymbols().entries()).hasSize(4);
        DynamicSymbols symbols = DynamicSymbols.of(ElfFile.of(file));

        file.putInt((int) symbols.offset() + 4 * 24, 0x20001);

        assertThat(ElfFile.of(file).dynamicSymbols().entries())
                .extracting(SymbolTable.Entry::name)
                .containsExactly("puts", "b", "c");
    }

    @Test
    void relroStartsWithWhatIsLeftInIt() throws Exception {
        TinyElf elf = TinyElf.elf64()
                .interpreter("/lib64/ld-linux-x86-64.so.2")
                .needed("libc.so.6")
                .spareTags(0);
        SectionHeader dynamic = section(elf, ".dynamic");
        SectionHeader data = section(elf, ".data");
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
                .hasMessageContaining("dynamic section of a static-PIE, which can not move");

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
        SectionHeader data = section(shape.apply(TinyElf.elf64().number(ElfConstants.DT_PLTGOT, 0)), ".data");
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

    private static SectionHeader section(TinyElf elf, String name) throws Exception {
        return elf.file().sectionHeaders().stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theGlobalOffsetTableFollowsTheDynamicSectionUnlessCodeSubtractsIt() throws Exception {
        assertThat(staleness(elf -> elf.spareTags(0).needed("libc.so.6"))).isZero();
        // a loader: needs nothing, has an entry, and takes the difference of this word and the old address for its base
        assertThat(staleness(elf -> elf.spareTags(0))).isNotZero();
    }

    @Test
    void tagsRemovedAndSetAgainFindTheSamePlace() throws Exception {
        UnaryOperator<ElfEditor> edit =
                e -> e.removeRpath().setRpath("/opt/lib").addDebugTag();
        byte[] once = edit.apply(ElfEditor.of(
                        TinyElf.elf64().needed("liba.so").needed("libb.so").file()))
                .toBytes();
        byte[] twice =
                edit.apply(ElfEditor.of(ElfFile.of(ByteBuffer.wrap(once)))).toBytes();

        assertThat(twice).isEqualTo(once);
        List<Long> tags = ElfFile.of(ByteBuffer.wrap(once)).dynamic().orElseThrow().entries().stream()
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
