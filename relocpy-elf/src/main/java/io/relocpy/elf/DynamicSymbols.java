package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * The dynamic symbol table. No field holds its length: DT_HASH gives it, DT_GNU_HASH nearly does; otherwise its section
 * or the start of the next table does.
 */
final class DynamicSymbols {
    private final ElfFile file;
    private final long address;
    private final int count;

    private DynamicSymbols(ElfFile file, long address, int count) {
        this.file = file;
        this.address = address;
        this.count = count;
    }

    static DynamicSymbols of(ElfFile file) throws ElfFormatException {
        Optional<DynamicSection> dynamic = file.dynamic();
        OptionalLong at = file.tag(ElfConstants.DT_SYMTAB);
        if (dynamic.isEmpty() || at.isEmpty()) {
            return new DynamicSymbols(file, 0, 0);
        }
        long address = at.getAsLong();
        long room = file.roomAt("DT_SYMTAB", address) / file.codec().symbolSize();
        long count = count(file, dynamic.get(), address);
        if (count < 0 || count > room) {
            throw new ElfFormatException(
                    file.name() + ": dynamic symbols", "at most " + room + " in their segment", "" + count);
        }
        return new DynamicSymbols(file, address, (int) count);
    }

    private static long count(ElfFile file, DynamicSection dynamic, long address) throws ElfFormatException {
        for (SectionHeader section : file.sectionHeaders()) {
            if (section.type() == ElfConstants.SHT_DYNSYM && section.address() == address) {
                return section.size() / file.codec().symbolSize();
            }
        }
        OptionalLong hash = dynamic.value(ElfConstants.DT_HASH);
        if (hash.isPresent()) {
            return HashTables.sysv(file, hash.getAsLong()).chainCount();
        }
        OptionalLong gnuHash = dynamic.value(ElfConstants.DT_GNU_HASH);
        long hashed =
                gnuHash.isPresent() ? HashTables.gnu(file, gnuHash.getAsLong()).symbolCount() : 0;
        if (hashed > 0) {
            return hashed; // symbols that are not hashed come first
        }
        long room =
                upToNextTable(file, dynamic.entries(), address) / file.codec().symbolSize();
        OptionalLong versions = dynamic.value(ElfConstants.DT_VERSYM);
        if (versions.isPresent()) {
            room = Math.min(room, upToNextTable(file, dynamic.entries(), versions.getAsLong()) / 2);
        }
        return countUndefined(file, dynamic, address, room);
    }

    /**
     * Symbols up to the first invalid one: what follows may be a table that no tag refers to any more. If nothing is
     * hashed, only local symbols are defined, and these come first.
     */
    private static long countUndefined(ElfFile file, DynamicSection dynamic, long address, long room)
            throws ElfFormatException {
        ElfCodec codec = file.codec();
        long strings = dynamic.stringTable().size();
        ByteBuffer table = file.readAddress("DT_SYMTAB", address, room * codec.symbolSize());
        boolean local = true;
        for (int i = 1; i < room; i++) {
            RawSymbol symbol = codec.symbol(table, i * codec.symbolSize(), i);
            boolean named = symbol.nameOffset() > 0 && symbol.nameOffset() < strings;
            local &= symbol.isLocal();
            if (!local && (!named || symbol.isDefined() || symbol.isLocal())) {
                return i;
            }
        }
        return room;
    }

    /** Bytes from a table to the next start or end of anything. */
    private static long upToNextTable(ElfFile file, List<DynamicEntry> entries, long address)
            throws ElfFormatException {
        LongStream tables = entries.stream()
                .filter(entry -> DynamicTags.isAddress(entry.tag()))
                .mapToLong(DynamicEntry::value);
        LongStream segments = file.programHeaders().stream()
                .filter(segment -> segment.memorySize() > 0)
                .flatMapToLong(segment ->
                        LongStream.of(segment.virtualAddress(), segment.virtualAddress() + segment.fileSize()));
        long next = LongStream.concat(tables, segments)
                .filter(value -> value > address)
                .min()
                .orElse(address);
        return next - address;
    }

    /** The number of symbols, with the empty one at index 0. */
    int count() {
        return count;
    }

    long address() {
        return address;
    }

    /** Bytes of the table. */
    long size() {
        return (long) count * file.codec().symbolSize();
    }

    /** Where the table lies in the file. */
    long offset() throws ElfFormatException {
        return file.offsetOf(file.name() + ": DT_SYMTAB", address, size());
    }

    /** The table's bytes. */
    ByteBuffer table() throws ElfFormatException {
        return count == 0 ? ByteBuffer.allocate(0) : file.readAddress("DT_SYMTAB", address, size());
    }

    /** The symbols with their names and versions; there must be at least one. */
    NamedSymbols named() throws ElfFormatException {
        return new NamedSymbols(file, file.dynamic().orElseThrow(), table(), count);
    }
}
