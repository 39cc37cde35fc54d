package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A symbol table with names and versions looked up. Immutable. */
public final class SymbolTable {
    private static final SymbolTable EMPTY = new SymbolTable(List.of());

    /** All symbols, with the empty one at index 0. */
    private final List<Symbol> symbols;

    private SymbolTable(List<Symbol> symbols) {
        this.symbols = List.copyOf(symbols);
    }

    /** All symbols in the file's order, without the empty one at index 0. */
    public List<Symbol> entries() {
        return symbols.isEmpty() ? symbols : symbols.subList(1, symbols.size());
    }

    /**
     * The symbol with that index, by which relocations refer to it.
     *
     * @throws IndexOutOfBoundsException if the table has no such symbol
     */
    public Symbol get(int index) {
        return symbols.get(index);
    }

    /** The symbols with that name; several if they differ in version, or are local. */
    public List<Symbol> find(String name) {
        return entries().stream().filter(symbol -> symbol.name().equals(name)).toList();
    }

    static SymbolTable dynamic(ElfFile file) throws ElfFormatException {
        DynamicSymbols table = DynamicSymbols.of(file);
        if (table.count() == 0) {
            return EMPTY;
        }
        NamedSymbols named = table.named();
        List<Symbol> symbols = new ArrayList<>();
        for (int i = 0; i < table.count(); i++) {
            symbols.add(named.get(i));
        }
        return new SymbolTable(symbols);
    }

    static SymbolTable linker(ElfFile file) throws ElfFormatException {
        Optional<SectionHeader> section = file.sectionHeaders().stream()
                .filter(s -> s.type() == ElfConstants.SHT_SYMTAB)
                .findFirst();
        if (section.isEmpty() || section.get().link() >= file.sectionHeaders().size()) {
            return EMPTY;
        }
        String where = file.name() + ": section " + section.get().name();
        SectionHeader names = file.sectionHeaders().get((int) section.get().link());
        StringTable strings = new StringTable(where, file.read(where, names.offset(), names.size()));
        ByteBuffer table =
                file.read(where, section.get().offset(), section.get().size());
        ByteBuffer indexes = extendedIndexes(file, section.get());
        int size = file.codec().symbolSize();
        List<Symbol> symbols = new ArrayList<>();
        for (int i = 0; i < table.limit() / size; i++) {
            RawSymbol fields = file.codec().symbol(table, i * size, i);
            int extended = i < indexes.limit() / 4 ? indexes.getInt(4 * i) : -1;
            symbols.add(new Symbol(
                    fields, strings.get(fields.nameOffset()), Optional.empty(), false, section(fields, extended)));
        }
        return new SymbolTable(symbols);
    }

    /** @param extended what SHT_SYMTAB_SHNDX says, -1 if there is no such section */
    static OptionalInt section(RawSymbol fields, int extended) {
        int index = fields.sectionIndex();
        if (index == ElfConstants.SHN_XINDEX) {
            return extended > 0 ? OptionalInt.of(extended) : OptionalInt.empty();
        }
        return index == ElfConstants.SHN_UNDEF || index >= ElfConstants.SHN_LORESERVE
                ? OptionalInt.empty()
                : OptionalInt.of(index);
    }

    /** SHT_SYMTAB_SHNDX: the section indexes that do not fit into 16 bits; empty if there are none. */
    private static ByteBuffer extendedIndexes(ElfFile file, SectionHeader symbols) throws ElfFormatException {
        for (SectionHeader section : file.sectionHeaders()) {
            if (section.type() == ElfConstants.SHT_SYMTAB_SHNDX && section.link() == symbols.index()) {
                return file.read(file.name() + ": section " + section.name(), section.offset(), section.size());
            }
        }
        return ByteBuffer.allocate(0);
    }
}
