package io.relocpy.elf;

/** Where the parts of a file end, as file offsets. */
final class Extents {
    private Extents() {}

    /** The end of the program header table; where it would begin if it is empty. */
    static long programHeadersEnd(ElfFile file) throws ElfFormatException {
        return file.header().programHeaderOffset()
                + (long) file.programHeaders().size() * file.codec().programHeaderSize();
    }

    /** The end of the section header table; where it would begin if it is absent or unreadable. */
    static long sectionHeadersEnd(ElfFile file) {
        return file.header().sectionHeaderOffset()
                + (long) file.sectionHeaders().size() * file.codec().sectionHeaderSize();
    }

    /** The end of the headers, segments and sections, wherever the section headers are. */
    static long contentEnd(ElfFile file) throws ElfFormatException {
        long end = file.codec().headerSize();
        if (!file.programHeaders().isEmpty()) {
            end = Math.max(end, programHeadersEnd(file));
        }
        for (ProgramHeader segment : file.programHeaders()) {
            end = segment.fileSize() > 0 ? Math.max(end, segment.endOffset()) : end;
        }
        for (SectionHeader section : file.sectionHeaders()) {
            end = section.hasBytes() ? Math.max(end, section.endOffset()) : end;
        }
        return end;
    }
}
