package io.relocpy.elf;

import java.util.List;

/**
 * Where everything is after the edit.
 *
 * @param segments the new program headers
 * @param origins the old index of each, or -1
 * @param pieces with their new places
 * @param tableOffset where the table segment starts in the file, or what is new there
 * @param tableSize its bytes, 0 if there is none
 * @param tailFrom where in the old file the rest starts that keeps its order and moves as a whole
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

    /** What a segment's old index has become. */
    int newIndex(int segment) {
        return origins.indexOf(segment);
    }

    boolean hasTableSegment() {
        return tableSize > 0;
    }

    /** Where the table segment starts in memory. */
    long tableAddress() {
        return segments.stream()
                .filter(s -> s.isLoad() && s.offset() == tableOffset)
                .mapToLong(ProgramHeader::virtualAddress)
                .max()
                .orElse(0);
    }

    /** Where a byte of the old file is now. */
    long newOffset(long old) {
        for (Piece piece : pieces) {
            if (piece.overlaps(old, old + 1)) {
                return old - piece.offset() + piece.newOffset();
            }
        }
        return old < tailFrom ? old : old + shift;
    }

    /** The section's header with the place that it has now. */
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
            // left of a table that was there; only the segment's start is sure to stay inside
            return section.moved(tableOffset, tableAddress(), 0);
        }
        boolean inTail =
                !section.isAllocated() && section.type() != ElfConstants.SHT_NULL && section.offset() >= tailFrom;
        return inTail ? section.moved(section.offset() + shift, section.address(), section.size()) : section;
    }
}
