package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The dynamic symbols one by one, with their names and versions. Not thread-safe. */
final class NamedSymbols {
    private static final int HIDDEN = 0x8000;

    private final ElfFile file;
    private final DynamicSection dynamic;
    private final ByteBuffer table;
    private final int count;
    private @Nullable Versions versions;

    NamedSymbols(ElfFile file, DynamicSection dynamic, ByteBuffer table, int count) {
        this.file = file;
        this.dynamic = dynamic;
        this.table = table;
        this.count = count;
    }

    RawSymbol fields(int index) {
        return file.codec().symbol(table, index * file.codec().symbolSize(), index);
    }

    String name(RawSymbol symbol) throws ElfFormatException {
        return dynamic.stringTable().get(symbol.nameOffset());
    }

    Symbol get(int index) throws ElfFormatException {
        RawSymbol symbol = fields(index);
        Versions known = versions();
        int version = known.of(index);
        boolean hidden = (version & HIDDEN) != 0;
        return new Symbol(
                symbol,
                name(symbol),
                Optional.ofNullable(known.names.get(version & ~HIDDEN)),
                !hidden && symbol.isDefined() && !known.needed.contains(version),
                SymbolTable.section(symbol, -1));
    }

    private Versions versions() throws ElfFormatException {
        Versions known = versions;
        if (known == null) {
            known = new Versions();
            versions = known;
        }
        return known;
    }

    /** The version of each symbol and the names of the versions; empty without DT_VERSYM. */
    private final class Versions {
        final Map<Integer, String> names = new HashMap<>();

        /** Indexes of versions that other files define. */
        final Set<Integer> needed = new HashSet<>();

        private final ByteBuffer indexes;

        Versions() throws ElfFormatException {
            OptionalLong at = dynamic.value(ElfConstants.DT_VERSYM);
            if (at.isEmpty() || count == 0) {
                indexes = ByteBuffer.allocate(0);
                return;
            }
            indexes = file.readAddress("DT_VERSYM", at.getAsLong(), 2L * count);
            for (VersionDefinition definition : file.versionDefinitions()) {
                if (!definition.base()) {
                    names.put(definition.index() & ~HIDDEN, definition.name());
                }
            }
            for (VersionNeed need : file.versionNeeds()) {
                for (VersionNeed.Version version : need.versions()) {
                    names.put(version.index() & ~HIDDEN, version.name());
                    needed.add(version.index());
                }
            }
        }

        int of(int index) {
            return indexes.limit() == 0 ? 0 : ElfCodec.u16(indexes, 2 * index);
        }
    }
}
