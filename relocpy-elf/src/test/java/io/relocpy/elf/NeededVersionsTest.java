package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** DT_VERNEED says what is still needed. {@link NeededVersionsIT} asks the loader. */
class NeededVersionsTest {
    private static Stream<TinyElf> files() {
        return Stream.of(true, false)
                .flatMap(is64 -> Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)
                        .flatMap(order ->
                                Stream.of(new TinyElf(is64, order), new TinyElf(is64, order).withoutSections())))
                .map(elf -> elf.needed("libc.so.6").symbol("printf").versions());
    }

    @ParameterizedTest
    @MethodSource("files")
    void aRemovedLibraryLeavesNoVersions(TinyElf elf) throws Exception {
        ElfFile before = elf.file();
        assertThat(before.versionNeeds()).hasSize(1);

        ElfEditor editor = ElfEditor.of(before).removeNeeded("libc.so.6");

        ElfFile after = editor.edit().file();
        assertThat(after.versionNeeds()).isEmpty();
        assertThat(after.versionDefinitions()).isEqualTo(before.versionDefinitions());
        assertThat(after.dynamic().orElseThrow().entries())
                .extracting(DynamicEntry::tag)
                .contains(ElfConstants.DT_VERSYM, ElfConstants.DT_VERDEF)
                .doesNotContain(ElfConstants.DT_VERNEED, ElfConstants.DT_VERNEEDNUM);
        assertThat(after.dynamicSymbols().entries())
                .filteredOn(symbol -> !symbol.name().isEmpty())
                .hasSize(2)
                .allMatch(symbol -> symbol.version().isEmpty());
        assertThat(new String(editor.toBytes(), StandardCharsets.ISO_8859_1)).doesNotContain("GLIBC_2.2.5");
        assertThat(after.sectionHeaders()).extracting(SectionHeader::type).doesNotContain(ElfConstants.SHT_GNU_VERNEED);
        assertThat(ElfEditor.of(after).removeNeeded("libc.so.6").edit().isChanged())
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("files")
    void aVersionStaysAsLongAsASymbolHasIt(TinyElf elf) throws Exception {
        ElfEditor one = ElfEditor.of(elf.file()).clearSymbolVersion("puts");
        assertThat(one.edit().file().versionNeeds()).isEqualTo(elf.file().versionNeeds());

        assertThat(one.clearSymbolVersion("printf").edit().file().versionNeeds())
                .isEmpty();
        assertThat(ElfEditor.of(one.edit().file())
                        .clearSymbolVersion("printf")
                        .edit()
                        .file()
                        .versionNeeds())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void versionsFollowTheirLibrary(TinyElf elf) throws Exception {
        VersionNeed before = elf.file().versionNeeds().get(0);
        ElfEditor editor = ElfEditor.of(elf.file());

        assertThat(editor.replaceNeeded(Map.of("libc.so.6", "liba.so"))
                        .replaceNeeded(Map.of("liba.so", "a/much/longer/name/libb.so"))
                        .edit()
                        .file()
                        .versionNeeds())
                .containsExactly(new VersionNeed("a/much/longer/name/libb.so", before.versions()));
        assertThat(editor.replaceNeeded(Map.of("libc.so.6", "liba.so"))
                        .removeNeeded("liba.so")
                        .edit()
                        .file()
                        .versionNeeds())
                .isEmpty();
        assertThat(editor.removeNeeded("libc.so.6")
                        .replaceNeeded(Map.of("libc.so.6", "liba.so"))
                        .edit()
                        .file()
                        .versionNeeds())
                .isEmpty();
        assertThat(editor.removeNeeded("libc.so.6")
                        .addNeeded("libc.so.6")
                        .edit()
                        .isChanged())
                .isFalse();
    }

    @Test
    void aLibraryThatIsNeededTwiceGoesWhole() throws Exception {
        ElfFile file = TinyElf.elf64()
                .needed("libc.so.6")
                .needed("libc.so.6")
                .versions()
                .file();

        ElfFile after = ElfEditor.of(file).removeNeeded("libc.so.6").edit().file();

        assertThat(after.needed()).isEmpty();
        assertThat(after.versionNeeds()).isEmpty();
    }

    @Test
    void aTableThatGoesNowhereIsAFormatException() throws Exception {
        TinyElf elf = TinyElf.elf64().needed("libc.so.6").versions();
        byte[] bytes = elf.bytes();
        int table = (int) elf.section(".gnu.version_r").offset();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(table + 8, 0x7fffffff);

        assertThatThrownBy(() -> ElfEditor.of(ElfFile.of(ByteBuffer.wrap(bytes)))
                        .removeNeeded("libc.so.6")
                        .edit())
                .isInstanceOf(ElfFormatException.class)
                .hasMessageContaining("DT_VERNEED");
    }
}
