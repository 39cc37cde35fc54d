package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds a section for a segment's bytes, so that strip keeps them and readelf names them. It becomes the last section:
 * no other section's index changes.
 */
final class SectionAppender {
    private static final int ALIGN = 8;

    private SectionAppender() {}

    /** The same bytes if there are no sections, or no free 16-bit index. */
    static ElfBytes append(ElfFile file, String name, ByteBuffer contents) throws ElfFormatException {
        List<SectionHeader> sections = file.sectionHeaders();
        int names = file.header().sectionNameIndex();
        boolean plain = file.header().sectionHeaderCount() == sections.size()
                && sections.size() + 1 < ElfConstants.SHN_LORESERVE
                && names > 0
                && names < sections.size()
                && sections.get(names).hasBytes();
        return plain ? append(file, sections.get(names), name, contents) : file.bytes();
    }

    private static ElfBytes append(ElfFile file, SectionHeader names, String name, ByteBuffer contents)
            throws ElfFormatException {
        ProgramHeader segment = segment(file, contents);
        ElfCodec codec = file.codec();
        int size = codec.sectionHeaderSize();
        List<SectionHeader> sections = new ArrayList<>(file.sectionHeaders());
        long oldTable = file.header().sectionHeaderOffset();
        long oldEnd = Extents.sectionHeadersEnd(file);
        long end = Extents.contentEnd(file);
        // the longer list of names replaces the table if that is the last thing before a payload
        boolean tableIsLast = oldEnd >= end;
        long from = tableIsLast ? oldTable : end;
        long rest = tableIsLast ? oldEnd : end;

        long nameAt = find(file, names, name);
        byte[] added = (name + "\0").getBytes(StandardCharsets.US_ASCII);
        long newNames = nameAt < 0 ? names.size() + added.length : 0;
        long newTable = LayoutPlanner.roundUp(from + newNames, ALIGN);
        long tableEnd = newTable + (long) (sections.size() + 1) * size;

        PatchedBytes.Builder out = new PatchedBytes.Builder(file.bytes());
        out.appendSource(0, from);
        if (nameAt < 0) {
            out.appendSource(names.offset(), names.size());
            sections.set(names.index(), names.moved(from, names.address(), newNames));
        }
        out.appendZeros((rest < file.size() ? LayoutPlanner.roundUp(tableEnd, ALIGN) : tableEnd) - out.size());
        out.appendSource(rest, file.size() - rest);
        if (nameAt < 0) {
            out.overwrite(from + names.size(), ByteBuffer.wrap(added));
        }
        sections.add(new SectionHeader(
                sections.size(),
                name,
                (int) (nameAt < 0 ? names.size() : nameAt),
                ElfConstants.SHT_NOTE,
                ElfConstants.SHF_ALLOC,
                segment.virtualAddress(),
                segment.offset(),
                segment.fileSize(),
                0,
                0,
                segment.align(),
                0));
        ByteBuffer table = codec.allocate(sections.size() * size);
        for (SectionHeader section : sections) {
            codec.putSectionHeader(table, section.index() * size, section);
        }
        out.overwrite(newTable, table);
        ByteBuffer header = codec.allocate(codec.headerSize());
        header.put(0, file.read("ELF header", 0, header.limit()), 0, header.limit());
        codec.putHeader(header, file.header().withSections(newTable, sections.size(), names.index()));
        out.overwrite(0, header);
        return out.build();
    }

    /** The name's offset if it is left over from a removed section; -1 if it is not. */
    private static long find(ElfFile file, SectionHeader names, String name) throws ElfFormatException {
        String where = file.name() + ": section names";
        StringTable table = new StringTable(where, file.read(where, names.offset(), names.size()));
        for (int at = 0; at < table.size(); at = table.end(at) + 1) {
            if (table.holds(at) && table.get(at).equals(name)) {
                return at;
            }
        }
        return -1;
    }

    private static ProgramHeader segment(ElfFile file, ByteBuffer contents) throws ElfFormatException {
        for (ProgramHeader segment : file.programHeaders()) {
            if (segment.type() == ElfConstants.PT_NOTE
                    && segment.fileSize() == contents.limit()
                    && file.read("PT_NOTE", segment.offset(), segment.fileSize())
                            .equals(contents.duplicate())) {
                return segment;
            }
        }
        throw new ElfEditException(file.name() + ": added note", "a segment", "none");
    }
}
