package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells which bytes of a file an edit may write over: those of movable tables, and padding between them. */
final class FreeSpace {
    /** Where one table ends and the next begins there may be this many bytes between them, which belong to nobody. */
    static final int LARGEST_GAP = 64;

    /** What {@link LayoutPlanner} leaves free at most at either end of the segment that it makes for tables. */
    private static final int LARGEST_MARGIN = 16;

    private final ElfFile file;

    FreeSpace(ElfFile file) {
        this.file = file;
    }

    /** Whether no byte of the range has another owner than these pieces. */
    boolean isFree(long from, long to, List<Piece> besides) throws ElfFormatException {
        return blocker(from, to, besides).isEmpty();
    }

    /**
     * Whether there is nothing but these tables in a segment, and what padding the editor leaves at its ends.
     *
     * @param tables in the segment, at least one
     */
    boolean holdsOnly(ProgramHeader segment, List<Piece> tables) throws ElfFormatException {
        if (file.sections().isReadable()) {
            return isFree(segment.offset(), segment.endOffset(), tables);
        }
        long first = tables.stream().mapToLong(Piece::offset).min().orElseThrow();
        long end = tables.stream().mapToLong(Piece::end).max().orElseThrow();
        return owner(segment.offset(), segment.endOffset(), tables).isEmpty()
                && isMargin(segment, segment.offset(), first)
                && unownedBytes(first, end, tables).isEmpty()
                && isMargin(segment, end, segment.endOffset());
    }

    private boolean isMargin(ProgramHeader segment, long from, long to) throws ElfFormatException {
        Optional<DynamicSection> dynamic = file.dynamic();
        boolean tagged = dynamic.isPresent()
                && dynamic.get().entries().stream()
                        .filter(e -> DynamicTags.isAddress(e.tag()))
                        .mapToLong(e -> e.value() - segment.virtualAddress() + segment.offset())
                        .anyMatch(offset -> offset >= from && offset < to);
        return !tagged && usedByte(from, to, LARGEST_MARGIN).isEmpty();
    }

    /** What in this range of the file cannot be moved away or written over. */
    Optional<String> blocker(long from, long to, List<Piece> movable) throws ElfFormatException {
        Optional<String> owner = owner(from, to, movable);
        return owner.isPresent() ? owner : unownedBytes(from, to, movable);
    }

    /** The section or segment that has bytes of this range, other than those that are movable. */
    private Optional<String> owner(long from, long to, List<Piece> movable) throws ElfFormatException {
        for (SectionHeader section : file.sectionHeaders()) {
            if (section.hasBytes()
                    && section.offset() < to
                    && section.endOffset() > from
                    && movable.stream().noneMatch(p -> p.sections().contains(section.index()))) {
                return Optional.of("section " + section.name() + use(section.offset()));
            }
        }
        List<ProgramHeader> segments = file.programHeaders();
        for (int i = 0; i < segments.size(); i++) {
            ProgramHeader segment = segments.get(i);
            int index = i;
            boolean mapsOnly = segment.isLoad()
                    || segment.type() == ElfConstants.PT_GNU_RELRO
                    || segment.type() == ElfConstants.PT_PHDR
                    || segment.type() == ElfConstants.PT_NULL;
            boolean overlaps = segment.offset() < to && segment.endOffset() > from && segment.fileSize() > 0;
            if (!mapsOnly
                    && overlaps
                    && movable.stream().noneMatch(p -> p.segments().contains(index))) {
                return Optional.of("a segment of type 0x%x".formatted(segment.type()) + use(segment.offset()));
            }
        }
        return Optional.empty();
    }

    /** Why notes at that offset must stay where they are, for messages. */
    private String use(long offset) throws ElfFormatException {
        for (NoteGroup group : NoteGroup.find(file)) {
            Optional<String> owner = group.usedInPlace();
            if (owner.isPresent() && group.offset() <= offset && offset < group.end()) {
                return " beside a note of " + owner.get() + ", which the program may use where it is";
            }
        }
        return "";
    }

    /** Bytes between tables are padding if they are few and zero. */
    private Optional<String> unownedBytes(long from, long to, List<Piece> movable) throws ElfFormatException {
        if (!file.bytes().contains(from, to - from)) {
            return Optional.of("the end of the file");
        }
        long at = from;
        while (at < to) {
            Piece owner = pieceAt(at, movable);
            if (owner != null) {
                at = owner.end();
                continue;
            }
            long start = at;
            Optional<Piece> next =
                    movable.stream().filter(p -> p.offset() > start).min(Comparator.comparingLong(Piece::offset));
            long end = next.map(Piece::offset).filter(o -> o < to).orElse(to);
            Optional<String> used = usedByte(at, end, paddingLimit(at, next));
            if (used.isPresent()) {
                return used;
            }
            at = end;
        }
        return Optional.empty();
    }

    /**
     * How many zeros from here on can be nothing but padding. Where no section tells of them they may as well be a global
     * offset table before its relocation, or constants; but not directly behind the program headers of a dynamic file,
     * where linkers put tables, nor where the next table begins sooner than anything aligned could.
     */
    private long paddingLimit(long at, Optional<Piece> next) throws ElfFormatException {
        if (file.sections().isReadable()) {
            return Long.MAX_VALUE;
        }
        if (at == Extents.programHeadersEnd(file)
                && file.segment(ElfConstants.PT_DYNAMIC).isPresent()) {
            return LARGEST_GAP - 1;
        }
        return next.filter(p -> p.offset() - at < p.align()).isPresent() ? LARGEST_GAP - 1 : 0;
    }

    private Optional<String> usedByte(long from, long to, long limit) throws ElfFormatException {
        long checked = Math.min(to - from, limit);
        for (long at = from; at < from + checked; ) {
            ByteBuffer some = file.bytes().at(at, (int) Math.min(1 << 12, from + checked - at));
            for (int i = 0; i < some.limit(); i++) {
                if (some.get(i) != 0) {
                    return Optional.of("bytes of unknown use at 0x%x".formatted(at + i));
                }
            }
            at += some.limit();
        }
        return to - from > limit
                ? Optional.of("bytes of unknown use at 0x%x".formatted(from + limit))
                : Optional.empty();
    }

    private static @Nullable Piece pieceAt(long at, List<Piece> movable) {
        for (Piece piece : movable) {
            if (piece.overlaps(at, at + 1)) {
                return piece;
            }
        }
        return null;
    }

    /** Whether the section headers are there, and none of these pieces. */
    boolean overlapsSectionHeaders(long from, long to, List<Piece> movable) {
        long sections = file.header().sectionHeaderOffset();
        return sections != 0
                && sections < to
                && Extents.sectionHeadersEnd(file) > from
                && movable.stream().noneMatch(p -> p.kind() == Piece.Kind.SECTION_HEADERS);
    }
}
