package io.relocpy.elf;

import java.util.List;

/**
 * The layout after the edit.
 *
 * @param segments the new program headers
 * @param origins the old index of each, or -1
 * @param pieces with their new places
 * @param tableOffset file offset of the table segment, or of whatever is new there
 * @param tableSize its size in bytes, 0 if there is none
 * @param tailFrom offset in the old file from which on the rest keeps its order and moves as a whole
 * @param shift by how many bytes it moves; may be negative
 */
record Layout(
        List<ProgramHeader> segments,
        List<Integer> origins,
        List<Piece> pieces,
        long tableOffset,
        long tableSize,
        long tailFrom,
        long shift) {

    /** The new program header of an old segment. */
    int newIndex(int segment) {
        return origins.indexOf(segment);
    }

    boolean hasTableSegment() {
        return tableSize > 0;
    }

    /** Address of the table segment. */
    long tableAddress() {
        return segments.stream()
                .filter(s -> s.isLoad() && s.offset() == tableOffset)
                .mapToLong(ProgramHeader::virtualAddress)
                .max()
                .orElse(0);
    }

    /** New offset of a byte of the old file. */
    long newOffset(long old) {
        for (Piece piece : pieces) {
            if (piece.overlaps(old, old + 1)) {
                return old - piece.offset() + piece.newOffset();
            }
        }
        return old < tailFrom ? old : old + shift;
    }

    /** The section's header with its new place. */
    SectionHeader place(SectionHeader section) {
        for (Piece piece : pieces) {
            if (piece.sections().contains(section.index())) {
                boolean whole = section.size() == piece.size();
                return section.moved(
                        section.offset() + piece.newOffset() - piece.offset(),
                        section.address() + piece.newAddress() - piece.address(),
                        whole ? piece.newSize() : section.size());
            }
        }
        if (section.isAllocated()
                && section.type() == ElfConstants.SHT_PROGBITS
                && section.size() == 0
                && hasTableSegment()
                && section.offset() > tableOffset) {
            // remains of an old table; only the segment's start is sure to stay inside
            return section.moved(tableOffset, tableAddress(), 0);
        }
        boolean inTail =
                !section.isAllocated() && section.type() != ElfConstants.SHT_NULL && section.offset() >= tailFrom;
        return inTail ? section.moved(section.offset() + shift, section.address(), section.size()) : section;
    }
}
