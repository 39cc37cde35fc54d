package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builds the bytes of an edited file: first sizes, then places, then contents. */
final class ImageWriter {
    private static final Set<Piece.Kind> VERSION_TABLES =
            EnumSet.of(Piece.Kind.VERSYM, Piece.Kind.VERDEF, Piece.Kind.VERNEED);

    private final EditTables tables;
    private final Map<Integer, String> renamedSymbols;
    private final ElfFile file;
    private final ElfCodec codec;
    private final LayoutPlanner planner;
    private final List<DynamicEntry> dynamic = new ArrayList<>();
    private SortedMap<Integer, ByteBuffer> stringPatches = new TreeMap<>();
    private @Nullable ByteBuffer neededVersions;
    private @Nullable ByteBuffer addedNote;

    /** The changes for renamed symbols and cleared versions, by offset in the old file. */
    private final SortedMap<Long, ByteBuffer> symbolPatches = new TreeMap<>();

    private ImageWriter(EditTables tables, Map<Integer, String> renamedSymbols) throws ElfFormatException {
        this.tables = tables;
        this.renamedSymbols = renamedSymbols;
        this.file = tables.file();
        this.codec = file.codec();
        this.planner = new LayoutPlanner(file, tables.pageSize());
    }

    /** The edited file, or the original bytes if the edits change nothing. */
    static ElfBytes write(EditTables tables) throws ElfFormatException {
        return tables.isChanged() ? layOut(tables, Map.of()) : tables.file().bytes();
    }

    /** The file with symbols renamed, and nothing else changed. */
    static ElfBytes writeNames(EditTables tables) throws ElfFormatException {
        return layOut(tables, tables.renamedSymbols());
    }

    private static ElfBytes layOut(EditTables tables, Map<Integer, String> renamedSymbols) throws ElfFormatException {
        EditableCheck.require(tables.file());
        ImageWriter writer = new ImageWriter(tables, renamedSymbols);
        writer.size();
        Layout layout = writer.planner.plan();
        return writer.write(layout);
    }

    /** The file with an additional note in a segment of its own. */
    static ElfBytes writeNote(EditTables tables, ByteBuffer note) throws ElfFormatException {
        EditableCheck.require(tables.file());
        ImageWriter writer = new ImageWriter(tables, Map.of());
        writer.size();
        writer.planner.addNote(note.limit());
        writer.addedNote = note;
        return writer.write(writer.planner.plan());
    }

    // --- sizes

    private void size() throws ElfFormatException {
        if (tables.stackFlagsChanged()) {
            planner.setStackFlags(tables.stackFlags());
        }
        if (tables.interpreterChanged()) {
            byte[] path = interpreter();
            planner.resize(require(Piece.Kind.INTERP), path.length);
        }
        for (Piece piece : planner.pieces()) {
            if (isCleared(piece.kind())) {
                planner.resize(piece, 0);
            }
        }
        if (tables.stringsChanged() || !renamedSymbols.isEmpty()) {
            placeStrings();
            Piece section = require(Piece.Kind.DYNAMIC);
            if (dynamicSectionSize() > section.size() && !tables.relocatesItself() && planner.isFixed(section)) {
                reclaimEntries(section);
            }
            long wanted = dynamicSectionSize();
            planner.resize(section, planner.isInTableSegment(section) ? wanted : Math.max(wanted, section.size()));
        } else if (tables.hasTags()) {
            file.dynamic().ifPresent(d -> dynamic.addAll(d.entries()));
        }
    }

    private long dynamicSectionSize() {
        return (long) (dynamic.size() + 1) * codec.dynamicEntrySize();
    }

    /** Drops entries that loaders ignore or that repeat others, as far as their room is needed. */
    private void reclaimEntries(Piece section) {
        boolean now = tables.currentTags().stream()
                .anyMatch(t -> t.tag() == ElfConstants.DT_FLAGS && (t.value() & ElfConstants.DF_BIND_NOW) != 0);
        for (int i = dynamic.size() - 1; i >= 0 && dynamicSectionSize() > section.size(); i--) {
            DynamicEntry entry = dynamic.get(i);
            // relocation counts are only an optimization
            boolean isHint = entry.tag() == ElfConstants.DT_RELACOUNT || entry.tag() == ElfConstants.DT_RELCOUNT;
            boolean isSaidAgain = entry.tag() == ElfConstants.DT_BIND_NOW
                    || (entry.tag() == ElfConstants.DT_FLAGS_1 && entry.value() == ElfConstants.DF_1_NOW);
            if (isHint || (isSaidAgain && now)) {
                dynamic.remove(i);
            }
        }
    }

    /** Whether it is a version table that no tag refers to any more. */
    private boolean isCleared(Piece.Kind kind) throws ElfFormatException {
        return VERSION_TABLES.contains(kind) && !tables.has(kind.tag());
    }

    private byte[] interpreter() {
        return ElfStrings.encode(tables.interpreter().orElse("") + "\0");
    }

    private Piece require(Piece.Kind kind) throws ElfEditException {
        Optional<Piece> piece = planner.piece(kind);
        if (piece.isEmpty()) {
            throw new ElfEditException(
                    file.name() + ": " + kind, "a table that can be moved", "none, or one that shares its bytes");
        }
        return piece.get();
    }

    private void placeStrings() throws ElfFormatException {
        Piece table = require(Piece.Kind.DYNSTR);
        DynamicStrings strings = new DynamicStrings(file.dynamic().orElseThrow().stringTable());
        StringUses.keep(file, tables, renamedSymbols.keySet(), strings);
        for (EditTables.Tag tag : tables.currentTags()) {
            long value = tag.text() != null && tag.value() < 0 ? strings.place(tag.text()) : tag.value();
            dynamic.add(new DynamicEntry(tag.tag(), value));
        }
        if (tables.neededVersionsChanged()) {
            neededVersions = tables.neededVersions().write(strings);
            planner.resize(require(Piece.Kind.VERNEED), neededVersions.limit());
        }
        if (!renamedSymbols.isEmpty()) {
            symbolPatches.putAll(new SymbolRenamer(file, renamedSymbols).rename(strings));
        }
        long wanted = strings.extent();
        planner.resize(table, planner.isInTableSegment(table) ? wanted : Math.max(wanted, table.size()));
        stringPatches = strings.patches((int) table.newSize(), tables.keepsOldBytes());
    }

    // --- contents

    private PatchedBytes write(Layout layout) throws ElfFormatException {
        PatchedBytes.Builder out = new PatchedBytes.Builder(file.bytes());
        copy(layout, out);
        movePieces(layout, out);
        for (Piece piece : layout.pieces()) {
            writeContents(piece, out);
        }
        clearVersions();
        symbolPatches.forEach((at, bytes) -> out.overwrite(layout.newOffset(at), bytes));
        new SymbolUpdater(file, layout, symbolPatches).write(out);
        writePointersToDynamicSection(layout, out);
        writeProgramHeaders(layout, out);
        writeSectionHeaders(layout, out);
        return out.build();
    }

    private void clearVersions() throws ElfFormatException {
        if (tables.clearedVersions().isEmpty() || isCleared(Piece.Kind.VERSYM)) {
            return;
        }
        long table = require(Piece.Kind.VERSYM).offset();
        for (int symbol : tables.clearedVersions()) {
            ByteBuffer version = codec.allocate(2).putShort(0, (short) ElfConstants.VER_NDX_GLOBAL);
            symbolPatches.put(table + 2L * symbol, version);
        }
    }

    private void copy(Layout layout, PatchedBytes.Builder out) {
        out.appendSource(0, Math.min(layout.tailFrom(), layout.tableOffset()));
        out.appendZeros(layout.tableOffset() - out.size());
        out.appendZeros(layout.tailFrom() + layout.shift() - out.size());
        out.appendSource(layout.tailFrom(), file.size() - layout.tailFrom());
    }

    private void movePieces(Layout layout, PatchedBytes.Builder out) {
        List<Piece> moved = layout.pieces().stream()
                .filter(p -> planner.isInTableSegment(p) || p.isMoved())
                .toList();
        long before = Math.min(layout.tailFrom(), layout.tableOffset());
        for (Piece piece : moved) {
            if (piece.end() <= before && !tables.keepsOldBytes()) {
                out.overwriteWithZeros(piece.offset(), piece.size());
            }
        }
        for (Piece piece : moved) {
            out.overwriteWithSource(piece.newOffset(), piece.offset(), Math.min(piece.size(), piece.newSize()));
        }
        for (Piece piece : layout.pieces()) {
            if (piece.newSize() == 0
                    && !piece.isMoved()
                    && !planner.isInTableSegment(piece)
                    && !tables.keepsOldBytes()) {
                out.overwriteWithZeros(piece.offset(), piece.size());
            }
            if (piece.newSize() > piece.size()) {
                out.overwriteWithZeros(piece.newOffset() + piece.size(), piece.newSize() - piece.size());
            }
        }
    }

    private void writeContents(Piece piece, PatchedBytes.Builder out) {
        switch (piece.kind()) {
            case INTERP -> {
                if (tables.interpreterChanged()) {
                    out.overwrite(piece.newOffset(), padded(ByteBuffer.wrap(interpreter()), piece));
                }
            }
            case DYNSTR -> stringPatches.forEach((at, bytes) -> out.overwrite(piece.newOffset() + at, bytes));
            case VERNEED -> {
                if (neededVersions != null) {
                    out.overwrite(piece.newOffset(), padded(neededVersions, piece));
                }
            }
            case DYNAMIC -> out.overwrite(piece.newOffset(), dynamicSection(piece));
            case NOTE -> {
                if (piece.size() == 0 && addedNote != null) {
                    out.overwrite(piece.newOffset(), addedNote);
                }
            }
            default -> {
                // moved unchanged
            }
        }
    }

    /** If it stays in place, the rest of a longer string is overwritten. */
    private ByteBuffer padded(ByteBuffer contents, Piece piece) {
        boolean inPlace = !planner.isInTableSegment(piece);
        int size = contents.limit();
        ByteBuffer bytes = ByteBuffer.allocate((int) (inPlace ? Math.max(piece.size(), size) : size));
        return bytes.put(0, contents, 0, size);
    }

    private ByteBuffer dynamicSection(Piece section) {
        Map<Long, Piece> byTag = new HashMap<>();
        for (Piece piece : planner.pieces()) {
            if (piece.kind().tag() != 0) {
                byTag.put(piece.kind().tag(), piece);
            }
        }
        int size = codec.dynamicEntrySize();
        ByteBuffer bytes = codec.allocate((int) section.newSize());
        for (int i = 0; i < dynamic.size(); i++) {
            DynamicEntry entry = dynamic.get(i);
            Piece piece = byTag.get(entry.tag());
            long value = entry.value();
            if (piece != null && piece.address() == value) {
                value = piece.newAddress();
            } else if (entry.tag() == ElfConstants.DT_STRSZ && byTag.containsKey(ElfConstants.DT_STRTAB)) {
                value = stringTableSize(byTag, value);
            } else if (entry.tag() == ElfConstants.DT_MIPS_RLD_MAP_REL) {
                // relative to the entry itself
                long target = section.address() + (long) originalIndex(entry) * size + value;
                value = target - (section.newAddress() + (long) i * size);
            }
            codec.putDynamicEntry(bytes, i * size, new DynamicEntry(entry.tag(), value));
        }
        return bytes;
    }

    private long stringTableSize(Map<Long, Piece> byTag, long old) {
        Piece table = byTag.get(ElfConstants.DT_STRTAB);
        return table == null || table.newSize() == table.size() ? old : table.newSize();
    }

    private int originalIndex(DynamicEntry entry) {
        return file.dynamicEntries().indexOf(entry);
    }

    private void writePointersToDynamicSection(Layout layout, PatchedBytes.Builder out) throws ElfFormatException {
        Optional<Piece> section = planner.piece(Piece.Kind.DYNAMIC).filter(Piece::isMoved);
        // a loader subtracts such a word from the address that its code knows
        if (section.isPresent() && !tables.relocatesItself()) {
            for (long pointer : planner.pointersToDynamicSection()) {
                out.overwrite(
                        layout.newOffset(pointer), codec.wordOf(section.get().newAddress()));
            }
        }
    }

    private void writeProgramHeaders(Layout layout, PatchedBytes.Builder out) throws ElfFormatException {
        List<ProgramHeader> segments = new ArrayList<>(layout.segments());
        int size = codec.programHeaderSize();
        for (Piece piece : layout.pieces()) {
            for (int old : piece.segments()) {
                int index = layout.newIndex(old);
                ProgramHeader segment = segments.get(index)
                        .moved(
                                segments.get(index).offset() + piece.newOffset() - piece.offset(),
                                segments.get(index).virtualAddress() + piece.newAddress() - piece.address());
                segments.set(index, piece.newSize() == piece.size() ? segment : segment.withSize(piece.newSize()));
            }
        }
        ByteBuffer table = codec.allocate(segments.size() * size);
        for (int i = 0; i < segments.size(); i++) {
            ProgramHeader segment = segments.get(i);
            if (segment.type() == ElfConstants.PT_PHDR
                    && segments.size() != file.programHeaders().size()) {
                segment = segment.withSize(table.limit());
            }
            codec.putProgramHeader(
                    table, i * size, segment.type() == ElfConstants.PT_GNU_RELRO ? trimmed(segment, layout) : segment);
        }
        out.overwrite(file.header().programHeaderOffset(), table);
        long sections = file.header().sectionHeaderOffset();
        ByteBuffer header = codec.allocate(codec.headerSize());
        header.put(0, file.read("ELF header", 0, codec.headerSize()), 0, codec.headerSize());
        codec.putHeader(
                header,
                file.header()
                        .withOsAbi(tables.osAbi())
                        .withTables(segments.size(), sections == 0 ? 0 : layout.newOffset(sections)));
        out.overwrite(0, header);
    }

    /**
     * PT_GNU_RELRO without the part that moved away from its start: GNU strip moves the start to the first section
     * inside and leaves the size, so that it would reach beyond its segment.
     */
    private ProgramHeader trimmed(ProgramHeader relro, Layout layout) {
        if (layout.pieces().stream().noneMatch(p -> p.isMoved() && p.address() == relro.virtualAddress())) {
            return relro;
        }
        long start = file.sectionHeaders().stream()
                .map(section -> layout.place(section))
                .filter(s -> s.isAllocated() && s.hasBytes() && relro.holdsAddress(s.address(), s.size()))
                .mapToLong(SectionHeader::address)
                .min()
                .orElse(relro.virtualAddress());
        return relro.startingAt(start);
    }

    private void writeSectionHeaders(Layout layout, PatchedBytes.Builder out) throws ElfFormatException {
        List<SectionHeader> sections = file.sectionHeaders();
        if (sections.isEmpty()) {
            return;
        }
        int size = codec.sectionHeaderSize();
        ByteBuffer table = codec.allocate(sections.size() * size);
        for (SectionHeader section : sections) {
            codec.putSectionHeader(table, section.index() * size, contents(section, layout.place(section)));
        }
        out.overwrite(layout.newOffset(file.header().sectionHeaderOffset()), table);
    }

    /** The section's header with the properties of a version table that changed. */
    private SectionHeader contents(SectionHeader section, SectionHeader placed) throws ElfFormatException {
        for (Piece.Kind kind : VERSION_TABLES) {
            if (kind.sectionType() == section.type() && isCleared(kind) && wasThere(kind)) {
                return placed.withoutContents();
            }
        }
        boolean changed = section.type() == ElfConstants.SHT_GNU_VERNEED && neededVersions != null;
        return changed ? placed.withInfo(tables.neededVersions().count()) : placed;
    }

    private boolean wasThere(Piece.Kind kind) throws ElfFormatException {
        return file.tag(kind.tag()).isPresent();
    }
}
