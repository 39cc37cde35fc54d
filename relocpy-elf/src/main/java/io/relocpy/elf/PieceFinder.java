package io.relocpy.elf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds the movable tables of a file: by section if there are sections, otherwise from the tables themselves. */
final class PieceFinder {
    private final ElfFile file;
    private final List<Piece> pieces = new ArrayList<>();

    private PieceFinder(ElfFile file) {
        this.file = file;
    }

    /** All pieces in order of their offsets, without overlaps. */
    static List<Piece> find(ElfFile file) throws ElfFormatException {
        PieceFinder finder = new PieceFinder(file);
        finder.findInterpreter();
        finder.findRecords();
        finder.findTables();
        finder.findSectionHeaders();
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

    private void findRecords() throws ElfFormatException {
        for (NoteGroup group : NoteGroup.find(file)) {
            if (inLoad(group.address(), group.size()) && group.usedInPlace().isEmpty()) {
                add(new Piece(
                        Piece.Kind.NOTE,
                        group.offset(),
                        group.address(),
                        group.size(),
                        group.align(),
                        group.segments(),
                        sectionsIn(group.offset(), group.end())));
            }
        }
    }

    private void findTables() throws ElfFormatException {
        Optional<DynamicSection> dynamic = file.dynamic();
        if (dynamic.isEmpty()) {
            return;
        }
        for (Piece.Kind kind : Piece.Kind.values()) {
            OptionalLong address =
                    kind.tag() == 0 ? OptionalLong.empty() : dynamic.get().value(kind.tag());
            if (address.isPresent()) {
                long size = size(kind, dynamic.get(), address.getAsLong());
                if (size > 0 && inLoad(address.getAsLong(), size)) {
                    addTable(kind, address.getAsLong(), size);
                }
            }
        }
        List<ProgramHeader> segments = file.programHeaders();
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).type() == ElfConstants.PT_DYNAMIC) {
                if (inLoad(segments.get(i).virtualAddress(), segments.get(i).fileSize())) {
                    addSegment(Piece.Kind.DYNAMIC, i);
                }
                return; // like the reader, which uses the first
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
                VersionTables table = new VersionTables(file, "DT_VERDEF", address);
                table.definitions(dynamic.value(ElfConstants.DT_VERDEFNUM).orElse(0), dynamic.stringTable());
                yield table.extent();
            }
            case VERNEED -> {
                VersionTables table = new VersionTables(file, "DT_VERNEED", address);
                table.needs(dynamic.value(ElfConstants.DT_VERNEEDNUM).orElse(0), dynamic.stringTable());
                yield table.extent();
            }
            case INTERP, NOTE, DYNAMIC, SECTION_HEADERS -> 0;
        };
    }

    private boolean inLoad(long address, long size) throws ElfFormatException {
        return file.programHeaders().stream().anyMatch(p -> p.isLoad() && p.holdsAddress(address, size));
    }

    /** A piece that cuts through a section is not movable: something else owns those bytes. */
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
