package io.relocpy.elf;

import java.util.List;

/** Makes sure that a file's headers are consistent before a layout is computed from them. */
final class EditableCheck {
    private final ElfFile file;

    private EditableCheck(ElfFile file) {
        this.file = file;
    }

    /** Throws unless all segments and sections are ranges of the file and of memory. */
    static void require(ElfFile file) throws ElfFormatException {
        if (file.hasUnreadableSections()) {
            throw new ElfEditException(
                    file.name() + ": section headers",
                    "a table inside the file, or none",
                    file.sections().problem().orElse(""));
        }
        new EditableCheck(file).run();
    }

    private void run() throws ElfFormatException {
        List<ProgramHeader> segments = file.programHeaders();
        if (!segments.isEmpty()
                && file.header().programHeaderOffset() < file.codec().headerSize()) {
            throw new ElfEditException(
                    file.name() + ": e_phoff",
                    "program headers after the ELF header",
                    "" + file.header().programHeaderOffset());
        }
        if (segments.size() >= ElfConstants.PN_XNUM) {
            throw new ElfEditException(
                    file.name() + ": program headers", "fewer than " + ElfConstants.PN_XNUM, "" + segments.size());
        }
        for (int i = 0; i < segments.size(); i++) {
            ProgramHeader segment = segments.get(i);
            String where = file.name() + ": segment " + i;
            if (segment.type() == ElfConstants.PT_NULL) {
                continue;
            }
            requireRange(where, segment.offset(), segment.fileSize(), true);
            requireRange(where, segment.virtualAddress(), segment.memorySize(), false);
            boolean aligned = segment.align() == 0 || Long.bitCount(segment.align()) == 1;
            boolean filled = !segment.isLoad() || segment.memorySize() >= segment.fileSize();
            if (!aligned || segment.align() < 0 || !filled) {
                throw new ElfEditException(
                        where,
                        "an alignment that is a power of two, and no more bytes in the file than in memory",
                        "alignment %d, %d and %d bytes"
                                .formatted(segment.align(), segment.fileSize(), segment.memorySize()));
            }
        }
        for (SectionHeader section : file.sectionHeaders()) {
            String where = file.name() + ": section " + section.index();
            if (section.hasBytes()) {
                requireRange(where, section.offset(), section.size(), true);
            }
            if (section.isAllocated()) {
                requireRange(where, section.address(), section.size(), false);
            }
        }
    }

    private void requireRange(String where, long from, long size, boolean inFile) throws ElfEditException {
        boolean sound =
                inFile ? size == 0 || file.bytes().contains(from, size) : from >= 0 && size >= 0 && from + size >= 0;
        if (!sound) {
            throw new ElfEditException(
                    where,
                    inFile ? "a range of the file of " + file.size() + " bytes" : "a range of addresses",
                    "0x%x, size 0x%x".formatted(from, size));
        }
    }
}
