package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Edits of files without section headers, where only segments and tags tell what is where. */
class FilesWithoutSectionsTest {
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

            byte[] after = RepeatedEdit.twice(before, e -> e.addNeeded("x.so"));

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

    /** Four symbols, found through a DT_GNU_HASH of one bucket alone. */
    private static ByteBuffer withGnuHash(int bucket) throws Exception {
        TinyElf elf = TinyElf.elf64().symbol("b").symbol("c").symbol("d");
        long address = elf.section(".hash").address();
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
                .extracting(Symbol::name)
                .containsExactly("puts");
    }

    @Test
    void withoutSectionsAndDefinitionsSymbolsEndWhereNoneCanBe() throws Exception {
        ByteBuffer file = withGnuHash(0);
        assertThat(ElfFile.of(file).dynamicSymbols().entries()).hasSize(4);
        DynamicSymbols symbols = DynamicSymbols.of(ElfFile.of(file));

        file.putInt((int) symbols.offset() + 4 * 24, 0x20001);

        assertThat(ElfFile.of(file).dynamicSymbols().entries())
                .extracting(Symbol::name)
                .containsExactly("puts", "b", "c");
    }
}
