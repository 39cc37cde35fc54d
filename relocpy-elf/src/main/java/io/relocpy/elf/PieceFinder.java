package io.relocpy.elf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the movable tables of a file: by section where there are sections, else by what the tables say themselves. */
final class PieceFinder {
    private static final Set<Integer> RECORD_SEGMENTS = Set.of(
            ElfConstants.PT_NOTE,
            ElfConstants.PT_GNU_PROPERTY,
            ElfConstants.PT_MIPS_ABIFLAGS,
            ElfConstants.PT_MIPS_REGINFO);

    private final ElfFile file;
    private final List<Piece> pieces = new ArrayList<>();

    private PieceFinder(ElfFile file) {
        this.file = file;
    }
        finder.findSectionHeaders();

    /** All pieces in order of their offsets, none overlapping another. */
    static List<Piece> find(ElfFile file) throws ElfFormatException {
        PieceFinder finder = new PieceFinder(file);
        finder.findInterpreter();
        finder.findRecords();
        finder.findTables();
        finder.pieces.sort(Comparator.comparingLong(Piece::offset));
        return withoutOverlaps(finder.pieces);
    }

    private static List<Piece> withoutOverlaps(List<Piece> sorted) {
        List<Piece> clear = new ArrayList<>();
        for (Piece piece : sorted) {
            boolean overlaps = sorted.stream().anyMatch(p -> p != piece && p.overlaps(piece.offset(), piece.end()));
            if (!overlaps) {
                clear.add(piece);
            }
        }
        return clear;
    }

    private void findInterpreter() throws ElfFormatException {
        List<ProgramHeader> segments = file.programHeaders();
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).type() == ElfConstants.PT_INTERP) {
                addSegment(Piece.Kind.INTERP, i);
            }
        }
    }

    private void addSegment(Piece.Kind kind, int index) throws ElfFormatException {
        ProgramHeader p = file.programHeaders().get(index);
        add(new Piece(
                kind,
                p.offset(),
                p.virtualAddress(),
                p.fileSize(),
                p.align(),
                List.of(index),
                sectionsIn(p.offset(), p.endOffset())));
    }

    /** Notes: segments that share bytes (PT_NOTE and PT_GNU_PROPERTY) are one piece. */
    private void findRecords() throws ElfFormatException {
        List<ProgramHeader> segments = file.programHeaders();
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            if (RECORD_SEGMENTS.contains(segments.get(i).type())
                    && segments.get(i).fileSize() > 0) {
                left.add(i);
            }
        }
        left.sort(Comparator.comparingLong(i -> segments.get(i).offset()));
        for (int i = 0; i < left.size(); ) {
            ProgramHeader first = segments.get(left.get(i));
            long end = first.endOffset();
            long align = first.align();
            List<Integer> group = new ArrayList<>();
            while (i < left.size() && segments.get(left.get(i)).offset() < end) {
                end = Math.max(end, segments.get(left.get(i)).endOffset());
                align = Math.max(align, segments.get(left.get(i)).align());
                group.add(left.get(i++));
            }
            if (inLoad(first.virtualAddress(), end - first.offset())) {
                add(new Piece(
                        Piece.Kind.NOTE,
                        first.offset(),
                        first.virtualAddress(),
                        end - first.offset(),
                        align,
                        group,
                        sectionsIn(first.offset(), end)));
            }
        }
    }

    private void findSectionHeaders() throws ElfFormatException {
        long from = file.header().sectionHeaderOffset();
        long end = Extents.sectionHeadersEnd(file);
        if (file.sections().isReadable() && end <= Extents.contentEnd(file)) {
            add(new Piece(Piece.Kind.SECTION_HEADERS, from, from, end - from, 1, List.of(), List.of()));
        }
    }

    private void findTables() throws ElfFormatException {
        Optional<DynamicSection> dynamic = file.dynamic();
        if (dynamic.isEmpty()) {
            return;
        }
        for (Piece.Kind kind : Piece.Kind.values()) {
            Optional<Long> address =
                    kind.tag() == 0 ? Optional.empty() : dynamic.get().value(kind.tag());
            if (address.isPresent()) {
                long size = size(kind, dynamic.get(), address.get());
                if (size > 0 && inLoad(address.get(), size)) {
                    addTable(kind, address.get(), size);
                }
            }
        }
        List<ProgramHeader> segments = file.programHeaders();
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).type() == ElfConstants.PT_DYNAMIC) {
                if (inLoad(segments.get(i).virtualAddress(), segments.get(i).fileSize())) {
                    addSegment(Piece.Kind.DYNAMIC, i);
                }
                return; // as the reader, which takes the first
            }
        }
    }

    private void addTable(Piece.Kind kind, long address, long size) throws ElfFormatException {
        long offset = file.offsetOf(file.name(), address, size);
        long align = kind == Piece.Kind.DYNSTR || kind == Piece.Kind.VERSYM
                ? kind.align()
                : file.codec().wordSize();
        add(new Piece(kind, offset, address, size, align, List.of(), sectionsIn(offset, offset + size)));
    }

    private long size(Piece.Kind kind, DynamicSection dynamic, long address) throws ElfFormatException {
        for (SectionHeader section : file.sectionHeaders()) {
            if (section.isAllocated() && section.address() == address && section.type() == kind.sectionType()) {
                return section.size();
            }
        }
        return switch (kind) {
            case HASH -> HashTables.sysv(file, address).size();
            case GNU_HASH -> HashTables.gnu(file, address).size();
            case DYNSYM -> (long) DynamicSymbols.of(file).count() * file.codec().symbolSize();
            case DYNSTR -> dynamic.stringTable().size();
            case VERSYM -> 2L * DynamicSymbols.of(file).count();
            case VERDEF -> {
                VersionTables table = file.versionTable("DT_VERDEF", address);
                table.definitions(dynamic.value(ElfConstants.DT_VERDEFNUM).orElse(0L), dynamic.stringTable());
                yield table.extent();
            }
            case VERNEED -> {
                VersionTables table = file.versionTable("DT_VERNEED", address);
                table.needs(dynamic.value(ElfConstants.DT_VERNEEDNUM).orElse(0L), dynamic.stringTable());
                yield table.extent();
            }
            case INTERP, NOTE, DYNAMIC, SECTION_HEADERS -> 0;
        };
    }

    private boolean inLoad(long address, long size) throws ElfFormatException {
        return file.programHeaders().stream().anyMatch(p -> p.isLoad() && p.holdsAddress(address, size));
    }

    /** A piece that cuts through a section is none: somebody else has a claim on those bytes. */
    private void add(Piece piece) {
        for (SectionHeader section : file.sectionHeaders()) {
            boolean overlaps = section.hasBytes() && piece.overlaps(section.offset(), section.endOffset());
            if (overlaps && !piece.sections().contains(section.index())) {
                return;
            }
        }
        if (piece.size() > 0) {
            pieces.add(piece);
        }
    }

    private List<Integer> sectionsIn(long from, long to) {
        return file.sectionHeaders().stream()
                .filter(s -> s.hasBytes() && s.offset() >= from && s.endOffset() <= to)
                .map(SectionHeader::index)
                .toList();
    }
}
