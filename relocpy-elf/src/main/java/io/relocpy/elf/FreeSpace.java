package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the bytes that an edit may overwrite: those of movable tables, and the padding between them. */
final class FreeSpace {
    /** The most padding, in bytes, between the end of one table and the start of the next. */
    static final int LARGEST_GAP = 64;

    /** The most that {@link LayoutPlanner} leaves free at either end of the segment that it makes for tables. */
    private static final int LARGEST_MARGIN = 16;

    private final ElfFile file;

    FreeSpace(ElfFile file) {
        this.file = file;
    }

    /** Whether every byte of the range belongs to these pieces or to nothing. */
    boolean isFree(long from, long to, List<Piece> besides) throws ElfFormatException {
        return blocker(from, to, besides).isEmpty();
    }

    /**
     * Whether a segment contains only these tables and the padding that the editor leaves at its ends.
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

    /** What cannot be moved or overwritten in this range of the file. */
    Optional<String> blocker(long from, long to, List<Piece> movable) throws ElfFormatException {
        Optional<String> owner = owner(from, to, movable);
        return owner.isPresent() ? owner : unownedBytes(from, to, movable);
    }

    /** The section or segment with bytes in this range, except movable ones. */
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

    /** Why notes at that offset must stay in place, for messages. */
    private String use(long offset) throws ElfFormatException {
        for (NoteGroup group : NoteGroup.find(file)) {
            Optional<String> owner = group.usedInPlace();
            if (owner.isPresent() && group.offset() <= offset && offset < group.end()) {
                return " next to a note of " + owner.get() + ", which the program may use in place";
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
     * How many zeros from here on can only be padding. Without section headers they may also be a global offset table
     * before relocation, or constants; but not directly after the program headers of a dynamic file, where linkers
     * place tables, nor where the next table begins too soon for anything aligned to fit.
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

    /** Whether the section headers exist and are not one of these pieces. */
    boolean overlapsSectionHeaders(long from, long to, List<Piece> movable) {
        long sections = file.header().sectionHeaderOffset();
        return sections != 0
                && sections < to
                && Extents.sectionHeadersEnd(file) > from
                && movable.stream().noneMatch(p -> p.kind() == Piece.Kind.SECTION_HEADERS);
    }
}
