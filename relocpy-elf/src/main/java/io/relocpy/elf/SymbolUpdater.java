package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/** Symbols that name a moved section, such as _DYNAMIC, move with it, and get its size if they had the old one. */
final class SymbolUpdater {
    private static final long SYMBOLS_AT_ONCE = 1 << 14;

    private final ElfFile file;
    private final ElfCodec codec;
    private final Layout layout;

    /** Tables that were rewritten for renaming in the same edit, by offset in the old file. */
    private final SortedMap<Long, ByteBuffer> renamed;

    /** By section index. */
    private final Map<Integer, Move> moved = new HashMap<>();

    private record Move(SectionHeader from, SectionHeader to) {}

    SymbolUpdater(ElfFile file, Layout layout, SortedMap<Long, ByteBuffer> renamed) {
        this.file = file;
        this.codec = file.codec();
        this.layout = layout;
        this.renamed = renamed;
    }

    void write(PatchedBytes.Builder out) throws ElfFormatException {
        for (SectionHeader from : file.sectionHeaders()) {
            SectionHeader to = layout.place(from);
            boolean resized = from.type() == ElfConstants.SHT_DYNAMIC && to.size() != from.size();
            if (from.isAllocated() && (to.address() != from.address() || resized)) {
                moved.put(from.index(), new Move(from, to));
            }
        }
        if (moved.isEmpty()) {
            return;
        }
        for (SectionHeader section : file.sectionHeaders()) {
            if (section.type() == ElfConstants.SHT_SYMTAB || section.type() == ElfConstants.SHT_DYNSYM) {
                write(section, out);
            }
        }
    }

    private void write(SectionHeader table, PatchedBytes.Builder out) throws ElfFormatException {
        int size = codec.symbolSize();
        long end = table.size() - table.size() % size;
        long newTable = layout.place(table).offset();
        for (long from = 0; from < end; from += SYMBOLS_AT_ONCE * size) {
            ByteBuffer symbols = symbols(table, from, Math.min(SYMBOLS_AT_ONCE * size, end - from));
            for (int at = 0; at < symbols.limit(); at += size) {
                int index = ElfCodec.u16(symbols, at + codec.symbolSectionOffset());
                Move move = index == 0 ? null : moved.get(index);
                if (move != null) {
                    write(symbols, at, move, newTable + from + at, out);
                }
            }
        }
    }

    private void write(ByteBuffer symbols, int at, Move move, long newSymbol, PatchedBytes.Builder out) {
        long value = codec.word(symbols, at + codec.symbolValueOffset());
        long distance = move.to().address() - move.from().address();
        out.overwrite(newSymbol + codec.symbolValueOffset(), codec.wordOf(value + distance));
        if (codec.symbolSizeField(symbols, at) == move.from().size()) {
            out.overwrite(
                    newSymbol + codec.symbolSizeOffset(), codec.wordOf(move.to().size()));
        }
    }

    /** Symbols of a table, with new places if they changed. */
    private ByteBuffer symbols(SectionHeader table, long from, long length) throws ElfFormatException {
        ByteBuffer patched = renamed.get(table.offset());
        return patched != null && from + length <= patched.limit()
                ? patched.slice((int) from, (int) length).order(patched.order())
                : file.read("section " + table.name(), table.offset() + from, length);
    }
}
