package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A symbol table with names and versions looked up. Immutable. */
public final class SymbolTable {
    private final List<Entry> entries;

    private SymbolTable(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * One symbol.
     *
     * @param symbol its fields
     * @param name from the string table; empty for nameless ones
     * @param version such as {@code GLIBC_2.34}; empty for unversioned ones
     * @param isDefault whether the name without a version leads here, which {@code nm -D} shows as {@code @@}; never for
     *     what another file defines, of which an executable may hold a copy
     * @param section index of the section that it lies in, also where {@code st_shndx} is too small for it; empty for
     *     symbols that are undefined, absolute or common
     */
    public record Entry(Symbol symbol, String name, Optional<String> version, boolean isDefault, OptionalInt section) {
        /** The name as {@code nm -D} writes it. */
        @Override
        public String toString() {
            return version.map(v -> name + (isDefault ? "@@" : "@") + v).orElse(name);
        }
    }

    /** All symbols in the file's order, without the empty one of index 0. */
    public List<Entry> entries() {
        return entries;
    }

    /** The symbols of that name; several if they differ in version. */
    public List<Entry> find(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).toList();
    }

    static SymbolTable dynamic(ElfFile file) throws ElfFormatException {
        Optional<DynamicSection> dynamic = file.dynamic();
        if (dynamic.isEmpty()) {
            return new SymbolTable(List.of());
        }
        DynamicSymbols symbols = DynamicSymbols.of(file);
        ByteBuffer table = symbols.table();
        Optional<Long> versionAddress = dynamic.get().value(ElfConstants.DT_VERSYM);
        Map<Integer, String> names = versionAddress.isPresent() ? versionNames(file) : Map.of();
        Set<Integer> needed = new HashSet<>();
        file.versionNeeds().forEach(n -> n.versions().forEach(v -> needed.add(v.index())));
        ByteBuffer versions = versionAddress.isPresent() && symbols.count() > 0
                ? file.readAddress("DT_VERSYM", versionAddress.get(), 2L * symbols.count())
                : ByteBuffer.allocate(0);
        List<Entry> entries = new ArrayList<>();
        for (int i = 1; i < symbols.count(); i++) {
            Symbol symbol = file.codec().symbol(table, i * file.codec().symbolSize(), i);
            int version = versions.limit() >= 2 * i + 2 ? ElfCodec.u16(versions, 2 * i) : 0;
            boolean hidden = (version & 0x8000) != 0;
            entries.add(new Entry(
                    symbol,
                    dynamic.get().stringTable().get(symbol.nameOffset()),
                    Optional.ofNullable(names.get(version & 0x7fff)),
                    !hidden && symbol.isDefined() && !needed.contains(version),
                    section(symbol, -1)));
        }
        return new SymbolTable(entries);
    }

    private static Map<Integer, String> versionNames(ElfFile file) throws ElfFormatException {
        Map<Integer, String> names = new HashMap<>();
        for (VersionDefinition definition : file.versionDefinitions()) {
            if (!definition.base()) {
                names.put(definition.index() & 0x7fff, definition.name());
            }
        }
        for (VersionNeed need : file.versionNeeds()) {
            need.versions().forEach(version -> names.put(version.index() & 0x7fff, version.name()));
        }
        return names;
    }

    static SymbolTable linker(ElfFile file) throws ElfFormatException {
        List<SectionHeader> sections = file.sectionHeaders();
        List<Entry> entries = new ArrayList<>();
        for (SectionHeader section : sections) {
            if (section.type() == ElfConstants.SHT_SYMTAB && section.link() < sections.size()) {
                String where = file.name() + ": section " + section.name();
                SectionHeader names = sections.get((int) section.link());
                StringTable strings = new StringTable(where, file.read(where, names.offset(), names.size()));
                ByteBuffer table = file.read(where, section.offset(), section.size());
                ByteBuffer indexes = extendedIndexes(file, section);
                int size = file.codec().symbolSize();
                for (int i = 1; i < table.limit() / size; i++) {
                    Symbol symbol = file.codec().symbol(table, i * size, i);
                    int extended = i < indexes.limit() / 4 ? indexes.getInt(4 * i) : -1;
                    entries.add(new Entry(
                            symbol,
                            strings.get(symbol.nameOffset()),
                            Optional.empty(),
                            false,
                            section(symbol, extended)));
                }
            }
        }
        return new SymbolTable(entries);
    }

    private static OptionalInt section(Symbol symbol, int extended) {
        int index = symbol.sectionIndex();
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
