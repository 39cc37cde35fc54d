package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides where tables go whose size has changed.
 *
 * <p>What fits stays in place. Everything else goes to one segment at the end of memory and file, which contains only
 * movable tables: the <em>table segment</em>. Every edit lays it out from scratch, so its size depends on its contents
 * and not on the number of edits. Its program header takes the place of tables that follow the program headers, so the
 * latter stay where they are: directly after the ELF header, where old kernels, strip and prelink expect them.
 */
final class LayoutPlanner {
    /** Larger symbol sizes are taken to be invalid. */
    private static final long LARGEST_DISTANCE = 1 << 26;

    /** More than any table is aligned to; it limits how much a file may grow. */
    private static final long LARGEST_ALIGN = 1 << 16;

    /** The old index of a note segment that did not exist. */
    private static final int NEW_NOTE = -2;

    private final ElfFile file;
    private final FreeSpace space;
    private final List<ProgramHeader> segments;

    /** The old index of each segment, or -1 for a new one. */
    private final List<Integer> origins;

    private final List<Piece> pieces;
    private final Optional<AddressReferences> references;
    private final List<Piece> inTableSegment = new ArrayList<>();

    /** The section headers, if they go after everything else. */
    private Optional<Piece> sectionHeaders = Optional.empty();

    private final int pageSize;
    private @Nullable Integer tableSegment;
    private boolean headerReserved;

    /** From here to the end of the old file everything makes way for the table segment. */
    private long tailFrom;

    LayoutPlanner(ElfFile file, int pageSize) throws ElfFormatException {
        this.file = file;
        this.space = new FreeSpace(file);
        this.segments = new ArrayList<>(file.programHeaders());
        this.origins =
                new ArrayList<>(IntStream.range(0, segments.size()).boxed().toList());
        this.pieces = PieceFinder.find(file);
        this.pageSize = pageSize;
        this.references = piece(Piece.Kind.DYNAMIC).map(section -> new AddressReferences(file, section));
        findTableSegment();
    }

    List<Piece> pieces() {
        return pieces;
    }

    Optional<Piece> piece(Piece.Kind kind) {
        return pieces.stream().filter(p -> p.kind() == kind).findFirst();
    }

    boolean isInTableSegment(Piece piece) {
        return inTableSegment.contains(piece);
    }

    /** The last segment, if it contains only movable tables. */
    private void findTableSegment() throws ElfFormatException {
        int last = -1;
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).isLoad()) {
                last = i;
            }
        }
        if (last < 0) {
            return;
        }
        ProgramHeader segment = segments.get(last);
        boolean alone = segment.fileSize() == segment.memorySize()
                && (segment.flags() & ElfConstants.PF_X) == 0
                && segment.offset() > 0
                && segments.subList(0, last).stream()
                        .filter(ProgramHeader::isLoad)
                        .allMatch(s -> s.endAddress() <= segment.virtualAddress() && s.endOffset() <= segment.offset());
        List<Piece> inside = pieces.stream()
                .filter(p -> p.kind() != Piece.Kind.SECTION_HEADERS && segment.holdsOffset(p.offset(), p.size()))
                .toList();
        if (alone && !inside.isEmpty() && space.holdsOnly(segment, inside) && !isKnownToCode(inside)) {
            tableSegment = last;
            tailFrom = segment.endOffset();
            inTableSegment.addAll(inside);
        }
    }

    /** Whether it is only the dynamic section, where the linker put it, of a file without data. */
    private boolean isKnownToCode(List<Piece> inside) throws ElfFormatException {
        return inside.size() == 1
                && inside.get(0).kind() == Piece.Kind.DYNAMIC
                && references.isPresent()
                && references.get().user().isPresent();
    }

    /** Gives a piece this size, in place or, if no room can be made there, in the table segment. */
    void resize(Piece piece, long size) throws ElfFormatException {
        if (isInTableSegment(piece) || size <= piece.size()) {
            piece.resize(size);
            return;
        }
        Optional<PieceRun.Plan> plan = roomFor(piece, size);
        if (plan.isEmpty() || plan.get().cost() > 0) {
            reserveProgramHeader();
            plan = isInTableSegment(piece) ? Optional.empty() : roomFor(piece, size);
        }
        piece.resize(size);
        if (plan.isEmpty() || (plan.get().cost() >= size && !isFixed(piece))) {
            evict(piece);
            return;
        }
        makeRoom(plan.get());
        if (piece.kind() == Piece.Kind.DYNSTR) {
            // the surplus is left for the next edit
            piece.resize(plan.get().roomEnd() - piece.newOffset());
        }
    }

    private Optional<PieceRun.Plan> roomFor(Piece piece, long size) throws ElfFormatException {
        return clear(piece.newOffset() + piece.size(), piece.newOffset() + size, true);
    }

    /** Reserves room for the table segment's header before other tables use what is free. */
    private void reserveProgramHeader() throws ElfFormatException {
        if (tableSegment == null && !headerReserved && unusedHeader() < 0) {
            makeRoomForProgramHeader();
            headerReserved = true;
        }
    }

    private Optional<PieceRun.Plan> clear(long from, long to, boolean gather) throws ElfFormatException {
        List<Piece> inPlace = pieces.stream()
                .filter(p -> !isInTableSegment(p) && !sectionHeaders.equals(Optional.of(p)))
                .toList();
        Optional<PieceRun.Plan> plan = PieceRun.clear(file, from, to, gather, inPlace, pieces);
        for (Piece piece : plan.map(PieceRun.Plan::evicted).orElse(List.of())) {
            if (isFixed(piece)) {
                return PieceRun.clear(file, from, to, gather, inPlace, pieces);
            }
        }
        return plan;
    }

    /** Whether it is a dynamic section whose address code knows; no code knows the segment of an earlier edit. */
    boolean isFixed(Piece piece) throws ElfFormatException {
        if (piece.kind() == Piece.Kind.DYNAMIC
                && !isInTableSegment(piece)
                && references.isPresent()
                && references.get().user().isPresent()) {
            piece.fix();
        }
        return piece.isFixed();
    }

    /** The words in the old file that follow the dynamic section. */
    Set<Long> pointersToDynamicSection() throws ElfFormatException {
        return references.isPresent() ? references.get().pointers() : Set.of();
    }

    private void makeRoom(PieceRun.Plan plan) throws ElfFormatException {
        plan.push();
        for (Piece piece : plan.evicted()) {
            evict(piece);
        }
    }

    private void evict(Piece piece) throws ElfFormatException {
        if (isFixed(piece)) {
            throw new ElfEditException(
                    file.name() + ": dynamic section",
                    "room for %d bytes in place, because %s"
                            .formatted(
                                    piece.newSize(),
                                    references.orElseThrow().user().orElse("")),
                    piece.size() + " bytes");
        }
        if (piece.kind() == Piece.Kind.SECTION_HEADERS) {
            sectionHeaders = Optional.of(piece);
        } else if (!isInTableSegment(piece)) {
            inTableSegment.add(piece);
        }
    }

    /** Assigns all places. */
    Layout plan() throws ElfFormatException {
        boolean needed = tableSegment != null || !inTableSegment.isEmpty();
        if (!needed) {
            tailFrom = sectionHeaders.isPresent() ? contentEnd() : file.size();
            return new Layout(segments, origins, pieces, tailFrom, 0, tailFrom, shift(tailFrom));
        }
        if (tableSegment == null) {
            tableSegment = addSegment();
        }
        return layOutTableSegment(tableSegment);
    }

    /** Makes room for one more program header and puts it after the last PT_LOAD. Its size is set later. */
    private int addSegment() throws ElfFormatException {
        int last = 0;
        long end = 0;
        long page =
                pageSize != 0 ? pageSize : Machines.maxPageSize(file.header().machine());
        for (int i = 0; i < segments.size(); i++) {
            ProgramHeader segment = segments.get(i);
            if (segment.isLoad()) {
                last = i;
                end = Math.max(end, segment.endAddress());
                page = Math.max(page, Math.min(segment.align(), 1 << 24));
            }
        }
        int unused = unusedHeader();
        if (unused >= 0) {
            segments.remove(unused);
            origins.remove(unused);
            last -= unused < last ? 1 : 0;
        } else {
            reserveProgramHeader();
        }
        tailFrom = contentEnd();
        long offset = roundUp(tailFrom, 16);
        long address = roundUp(end + largestSymbol(), page) + offset % page;
        insert(
                last + 1,
                new ProgramHeader(ElfConstants.PT_LOAD, ElfConstants.PF_R, offset, address, address, 0, 0, page));
        return last + 1;
    }

    /** A header that may be dropped: PT_NULL, or PT_PHDR of a library, whose headers loaders find without it. */
    private int unusedHeader() throws ElfFormatException {
        int unused = indexOf(ElfConstants.PT_NULL);
        boolean needsPhdr = indexOf(ElfConstants.PT_INTERP) >= 0 || file.kind() != ElfKind.SHARED_LIBRARY;
        return unused >= 0 || needsPhdr ? unused : indexOf(ElfConstants.PT_PHDR);
    }

    private void insert(int index, ProgramHeader segment) {
        segments.add(index, segment);
        origins.add(index, -1);
    }

    /**
     * How far from data a read-only segment must be so that eu-elflint does not report relocations into it: it adds the
     * size of a relocation's symbol to the relocation's address. Addresses cost nothing.
     */
    private long largestSymbol() throws ElfFormatException {
        DynamicSymbols symbols = DynamicSymbols.of(file);
        ByteBuffer table = symbols.table();
        long largest = 0;
        for (int i = 0; i < symbols.count(); i++) {
            long size = file.codec().symbolSizeField(table, i * file.codec().symbolSize());
            largest = size < LARGEST_DISTANCE ? Math.max(largest, size) : largest;
        }
        return largest;
    }

    /** Sets the flags of the PT_GNU_STACK segment; adds one, in place of a PT_NULL if possible. */
    void setStackFlags(int flags) throws ElfFormatException {
        int index = indexOf(ElfConstants.PT_GNU_STACK);
        if (index >= 0) {
            segments.set(index, segments.get(index).withFlags(flags));
            return;
        }
        ProgramHeader stack = new ProgramHeader(ElfConstants.PT_GNU_STACK, flags, 0, 0, 0, 0, 0, 16);
        int unused = indexOf(ElfConstants.PT_NULL);
        if (unused >= 0) {
            segments.set(unused, stack);
        } else {
            makeRoomForProgramHeader();
            insert(segments.size(), stack);
        }
    }

    /** Adds a note of this size, with its own PT_NOTE. */
    void addNote(long size) throws ElfFormatException {
        ProgramHeader segment = new ProgramHeader(ElfConstants.PT_NOTE, ElfConstants.PF_R, 0, 0, 0, 0, 0, 4);
        int unused = indexOf(ElfConstants.PT_NULL);
        if (unused >= 0) {
            segments.set(unused, segment);
            origins.set(unused, NEW_NOTE);
        } else {
            makeRoomForProgramHeader();
            segments.add(segment);
            origins.add(NEW_NOTE);
        }
        Piece note = new Piece(Piece.Kind.NOTE, 0, 0, 0, 4, List.of(NEW_NOTE), List.of());
        note.resize(size);
        pieces.add(0, note);
        evict(note);
    }

    private int indexOf(int type) {
        return IntStream.range(0, segments.size())
                .filter(i -> segments.get(i).type() == type)
                .findFirst()
                .orElse(-1);
    }

    private void makeRoomForProgramHeader() throws ElfFormatException {
        int size = file.codec().programHeaderSize();
        long from = file.header().programHeaderOffset() + (long) segments.size() * size;
        Optional<PieceRun.Plan> plan = clear(from, from + size, false);
        if (plan.isEmpty()) {
            throw new ElfEditException(
                    file.name() + ": bytes after the program headers",
                    "room for one more, or tables that can be moved",
                    space.blocker(from, from + size, pieces)
                            .orElse(
                                    space.overlapsSectionHeaders(from, from + size, pieces)
                                            ? "the section headers"
                                            : "the end of their segment"));
        }
        makeRoom(plan.get());
    }

    /** The end of all segments and sections, without a section header table that follows them. */
    private long contentEnd() throws ElfFormatException {
        long end = Extents.contentEnd(file);
        long table = file.header().sectionHeaderOffset();
        long content = table != 0 && table < end ? Math.max(end, Extents.sectionHeadersEnd(file)) : end;
        if (content > file.size()) {
            throw new ElfEditException(
                    file.name() + ": contents", "at most " + file.size() + " bytes", content + " bytes");
        }
        return content;
    }

    private Layout layOutTableSegment(int index) throws ElfFormatException {
        ProgramHeader segment = segments.get(index);
        inTableSegment.sort(Comparator.comparingInt(Piece::order).thenComparing(Piece::kind));
        if (tailFrom > file.size()) {
            throw new ElfEditException(file.name() + ": table segment", "an end inside the file", "" + tailFrom);
        }
        long offset = segment.offset();
        if (!inTableSegment.isEmpty() && !inTableSegment.get(0).segments().isEmpty()) {
            // llvm-strip takes the first of two segments with the same start for the outer one, and this is the second
            offset++;
        }
        int flags = segment.flags();
        for (Piece piece : inTableSegment) {
            if (piece.align() > LARGEST_ALIGN) {
                throw new ElfEditException(
                        file.name() + ": alignment of " + piece.kind(),
                        "at most " + LARGEST_ALIGN,
                        Long.toString(piece.align()));
            }
            offset = roundUp(offset, piece.align());
            piece.place(offset, segment.virtualAddress() + (offset - segment.offset()));
            offset += piece.newSize();
            flags |= piece.kind() == Piece.Kind.DYNAMIC ? writable(piece) : 0;
        }
        long shift = shift(offset);
        // what the tail's alignment leaves is padding of the segment
        long size = (sectionHeaders.isPresent() ? offset : tailFrom + shift) - segment.offset();
        long endAddress = segment.virtualAddress() + size;
        if (!file.codec().is64() && endAddress > 1L << 32) {
            throw new ElfEditException(
                    file.name() + ": memory after the last segment",
                    size + " bytes inside the address space",
                    "0x%x as their end".formatted(endAddress));
        }
        segments.set(index, segment.withSize(size).withFlags(flags));
        return new Layout(segments, origins, pieces, segment.offset(), size, tailFrom, shift);
    }

    /**
     * How far the tail moves, preserving its alignment, if everything before it ends here; places section headers in
     * between.
     */
    private long shift(long end) {
        if (sectionHeaders.isPresent()) {
            Piece headers = sectionHeaders.get();
            long offset = roundUp(end, headers.align());
            headers.place(offset, offset);
            return roundUp(offset + headers.size() - tailFrom, tailAlign(tailFrom));
        }
        return roundUp(end - tailFrom, tailAlign(tailFrom));
    }

    /** Loaders write into the dynamic section on machines whose linkers make it writable. */
    private int writable(Piece piece) {
        return segments.stream()
                .filter(s -> s.isLoad() && s.holdsOffset(piece.offset(), piece.size()))
                .mapToInt(s -> s.flags() & ElfConstants.PF_W)
                .findFirst()
                .orElse(ElfConstants.PF_W);
    }

    private long tailAlign(long tailFrom) {
        return file.sectionHeaders().stream()
                .filter(s -> s.hasBytes() && s.offset() >= tailFrom)
                .mapToLong(s -> Math.min(Long.highestOneBit(Math.max(1, s.addressAlign())), FreeSpace.LARGEST_GAP))
                .reduce(16, Math::max);
    }

    static long roundUp(long value, long to) {
        return to <= 1 ? value : Math.floorDiv(value + to - 1, to) * to;
    }
}
