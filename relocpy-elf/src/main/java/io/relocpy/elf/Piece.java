package io.relocpy.elf;

import java.util.List;

/**
 * A table that can be moved anywhere in memory, since all its readers find it through a header or a dynamic tag. Code
 * and data never can: other code holds their addresses.
 */
final class Piece {

    /** The kind of table, which determines what refers to it. */
    enum Kind {
        INTERP(0, 0, 8),
        /** Notes and other small records with a segment of their own, if nothing uses them in place. */
        NOTE(0, 0, 4),
        HASH(ElfConstants.DT_HASH, ElfConstants.SHT_HASH, 8),
        GNU_HASH(ElfConstants.DT_GNU_HASH, ElfConstants.SHT_GNU_HASH, 8),
        DYNSYM(ElfConstants.DT_SYMTAB, ElfConstants.SHT_DYNSYM, 8),
        DYNSTR(ElfConstants.DT_STRTAB, ElfConstants.SHT_STRTAB, 1),
        VERSYM(ElfConstants.DT_VERSYM, ElfConstants.SHT_GNU_VERSYM, 2),
        VERDEF(ElfConstants.DT_VERDEF, ElfConstants.SHT_GNU_VERDEF, 8),
        VERNEED(ElfConstants.DT_VERNEED, ElfConstants.SHT_GNU_VERNEED, 8),
        DYNAMIC(0, ElfConstants.SHT_DYNAMIC, 8),
        /** The section header table, if something follows it. It is not in memory, so it goes after everything else. */
        SECTION_HEADERS(0, 0, 8);

        private final long tag;
        private final int sectionType;
        private final int align;

        Kind(long tag, int sectionType, int align) {
            this.tag = tag;
            this.sectionType = sectionType;
            this.align = align;
        }

        /** The dynamic tag that holds its address, 0 if there is none. */
        long tag() {
            return tag;
        }

        int sectionType() {
            return sectionType;
        }

        int align() {
            return align;
        }
    }

    private final Kind kind;
    private final long offset;
    private final long address;
    private final long size;
    private final long align;
    private final List<Integer> segments;
    private final List<Integer> sections;
    private long newOffset;
    private long newAddress;
    private long newSize;
    private boolean fixed;

    Piece(Kind kind, long offset, long address, long size, long align, List<Integer> segments, List<Integer> sections) {
        this.kind = kind;
        this.offset = offset;
        this.address = address;
        this.size = size;
        this.align = Math.max(align, kind.align());
        this.segments = List.copyOf(segments);
        this.sections = List.copyOf(sections);
        this.newOffset = offset;
        this.newAddress = address;
        this.newSize = size;
    }

    Kind kind() {
        return kind;
    }

    long offset() {
        return offset;
    }

    long address() {
        return address;
    }

    long size() {
        return size;
    }

    long end() {
        return offset + size;
    }

    long align() {
        return align;
    }

    /** Indexes of the program headers inside it. */
    List<Integer> segments() {
        return segments;
    }

    /** Indexes of the sections inside it. */
    List<Integer> sections() {
        return sections;
    }

    /** Pieces in one segment keep the order of their sections, which tools expect; -1 for a piece without a section. */
    int order() {
        return sections.isEmpty() ? -1 : sections.get(0);
    }

    boolean overlaps(long from, long to) {
        return offset < to && from < end();
    }

    boolean isMoved() {
        return newAddress != address;
    }

    long newOffset() {
        return newOffset;
    }

    long newAddress() {
        return newAddress;
    }

    long newSize() {
        return newSize;
    }

    /** Bytes that it occupies in place: one that shrank still owns its old place. */
    long occupied() {
        return Math.max(size, newSize);
    }

    /** Whether it is known to be immovable. */
    boolean isFixed() {
        return fixed;
    }

    void fix() {
        fixed = true;
    }

    void resize(long to) {
        newSize = to;
    }

    void place(long atOffset, long atAddress) {
        newOffset = atOffset;
        newAddress = atAddress;
    }
}
