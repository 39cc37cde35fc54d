package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks symbols up through the hash tables. Every step is bounded by the number of symbols. */
final class SymbolLookup {
    private final ElfFile file;
    private final DynamicSymbols symbols;
    private final NamedSymbols named;
    private final String name;

    private SymbolLookup(ElfFile file, DynamicSymbols symbols, String name) throws ElfFormatException {
        this.file = file;
        this.symbols = symbols;
        this.named = symbols.named();
        this.name = name;
    }

    static List<Symbol> find(ElfFile file, String name) throws ElfFormatException {
        Optional<DynamicSection> dynamic = file.dynamic();
        DynamicSymbols symbols = DynamicSymbols.of(file);
        if (dynamic.isEmpty() || symbols.count() == 0) {
            return List.of();
        }
        SymbolLookup lookup = new SymbolLookup(file, symbols, name);
        OptionalLong gnuHash = dynamic.get().value(ElfConstants.DT_GNU_HASH);
        if (gnuHash.isPresent()) {
            return lookup.inGnuHash(gnuHash.getAsLong());
        }
        OptionalLong hash = dynamic.get().value(ElfConstants.DT_HASH);
        return hash.isPresent() ? lookup.inSysvHash(hash.getAsLong()) : List.of();
    }

    private List<Symbol> inGnuHash(long address) throws ElfFormatException {
        HashTables.GnuHash shape = HashTables.gnu(file, address);
        List<Symbol> found = new ArrayList<>();
        if (shape.bucketCount() == 0 || shape.bloomWords() == 0) {
            return found;
        }
        ByteBuffer bytes = file.readAddress("DT_GNU_HASH", address, shape.size());
        int hash = SymbolRenamer.gnuHash(ElfStrings.encode(name));
        int bits = 8 * file.codec().wordSize();
        long word = file.codec()
                .word(
                        bytes,
                        16
                                + (int) (Integer.toUnsignedLong(hash) / bits % shape.bloomWords())
                                        * file.codec().wordSize());
        long mask = 1L << (hash & (bits - 1)) | 1L << ((hash >>> shape.bloomShift()) & (bits - 1));
        if ((word & mask) != mask) {
            return found;
        }
        long bucketsAt = 16 + shape.bloomWords() * file.codec().wordSize();
        long chainsAt = bucketsAt + 4 * shape.bucketCount();
        long bucket = Integer.toUnsignedLong(hash) % shape.bucketCount();
        long at = ElfCodec.u32(bytes, (int) (bucketsAt + 4 * bucket));
        while (at >= shape.symbolOffset() && at != 0 && at < Math.min(symbols.count(), shape.symbolCount())) {
            int link = bytes.getInt((int) (chainsAt + 4 * (at - shape.symbolOffset())));
            if ((link | 1) == (hash | 1)) {
                addIfNamed((int) at, found);
            }
            if ((link & 1) != 0) {
                break;
            }
            at++;
        }
        return found;
    }

    private List<Symbol> inSysvHash(long address) throws ElfFormatException {
        HashTables.SysvHash shape = HashTables.sysv(file, address);
        List<Symbol> found = new ArrayList<>();
        if (shape.bucketCount() == 0) {
            return found;
        }
        ByteBuffer bytes = file.readAddress("DT_HASH", address, shape.size());
        int entry = shape.entrySize();
        long bucket = Integer.toUnsignedLong(SymbolRenamer.sysvHash(ElfStrings.encode(name))) % shape.bucketCount();
        long at = SymbolRenamer.get(bytes, (int) (entry * (2 + bucket)), entry);
        for (int steps = 0; at != 0 && at > 0 && at < symbols.count() && steps < symbols.count(); steps++) {
            addIfNamed((int) at, found);
            long link = entry * (2 + shape.bucketCount() + at);
            at = at < shape.chainCount() ? SymbolRenamer.get(bytes, (int) link, entry) : 0;
        }
        return found;
    }

    private void addIfNamed(int index, List<Symbol> found) throws ElfFormatException {
        RawSymbol symbol = named.fields(index);
        if (symbol.isDefined() && named.name(symbol).equals(name)) {
            found.add(named.get(index));
        }
    }
}
