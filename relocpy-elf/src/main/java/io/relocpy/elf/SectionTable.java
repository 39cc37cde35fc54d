package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The section header table: present, absent or unreadable.
 *
 * @param headers all sections, empty unless the table was read
 * @param problem why an existing table was not read
 */
record SectionTable(List<SectionHeader> headers, Optional<String> problem) {

    boolean isReadable() {
        return !headers.isEmpty();
    }

    static SectionTable read(ElfFile file) {
        if (file.header().sectionHeaderOffset() == 0) {
            return new SectionTable(List.of(), Optional.empty());
        }
        try {
            return new SectionTable(readHeaders(file), Optional.empty());
        } catch (ElfFormatException e) {
            return new SectionTable(List.of(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private static List<SectionHeader> readHeaders(ElfFile file) throws ElfFormatException {
        ElfHeader header = file.header();
        ElfCodec codec = file.codec();
        int size = codec.sectionHeaderSize();
        if (header.sectionHeaderEntrySize() != size) {
            throw new ElfFormatException(
                    file.name() + ": e_shentsize", "" + size, "" + header.sectionHeaderEntrySize());
        }
        SectionHeader zero =
                codec.sectionHeader(file.read("section header 0", header.sectionHeaderOffset(), size), 0, 0);
        // extended numbering (gABI): values that need more than 16 bits are in section 0
        long count = header.sectionHeaderCount() == 0 ? zero.size() : header.sectionHeaderCount();
        if (count <= 0 || count > file.size() / size) {
            throw new ElfFormatException(
                    file.name() + ": number of sections", "1 to " + file.size() / size, Long.toUnsignedString(count));
        }
        ByteBuffer table = file.read("section headers", header.sectionHeaderOffset(), count * size);
        List<SectionHeader> sections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sections.add(codec.sectionHeader(table, i * size, i));
        }
        long names = header.sectionNameIndex() == ElfConstants.SHN_XINDEX ? zero.link() : header.sectionNameIndex();
        if (names > 0 && names < count && sections.get((int) names).hasBytes()) {
            name(file, sections, sections.get((int) names));
        }
        return List.copyOf(sections);
    }

    private static void name(ElfFile file, List<SectionHeader> sections, SectionHeader names)
            throws ElfFormatException {
        if (!file.bytes().contains(names.offset(), names.size())) {
            return; // sections without names are still sections
        }
        StringTable strings = new StringTable(
                file.name() + ": section names", file.read("section names", names.offset(), names.size()));
        for (int i = 0; i < sections.size(); i++) {
            long at = sections.get(i).nameOffset() & 0xffffffffL;
            if (strings.holds(at)) {
                sections.set(i, sections.get(i).named(strings.get(at)));
            }
        }
    }
}
