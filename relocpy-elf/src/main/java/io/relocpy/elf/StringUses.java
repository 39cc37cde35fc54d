package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Other users of the dynamic string table: symbols, versions, and unknown ones. */
final class StringUses {
    /** Sections that are known to link to the string table; for others it is not known which bytes they use. */
    private static final Set<Integer> KNOWN_USERS = Set.of(
            ElfConstants.SHT_DYNSYM,
            ElfConstants.SHT_DYNAMIC,
            ElfConstants.SHT_GNU_VERDEF,
            ElfConstants.SHT_GNU_VERNEED);

    /** Tables of prelink and IRIX with offsets into the string table. */
    private static final Set<Long> UNKNOWN_TABLES = Set.of(0x6ffffef9L, 0x70000009L, 0x6ffffeffL);

    private StringUses() {}

    /** Marks every string that is still in use after the edits. */
    static void keep(ElfFile file, EditTables tables, Set<Integer> renamedSymbols, DynamicStrings strings)
            throws ElfFormatException {
        DynamicSection dynamic = file.dynamic().orElseThrow();
        StringTable table = dynamic.stringTable();
        if (hasUnknownUsers(file, dynamic)) {
            for (int at = 0; at < table.size(); at = table.end(at) + 1) {
                if (table.holds(at)) {
                    strings.keep(at);
                }
            }
            return;
        }
        for (EditTables.Tag tag : tables.currentTags()) {
            if (tag.text() != null && tag.value() >= 0) {
                strings.keep(tag.value());
            }
        }
        DynamicSymbols symbols = DynamicSymbols.of(file);
        ByteBuffer all = symbols.table();
        for (int i = 0; i < symbols.count(); i++) {
            long name = ElfCodec.u32(all, i * file.codec().symbolSize());
            if (name < table.size() && !renamedSymbols.contains(i)) {
                strings.keep(name);
            }
        }
        keepVersions(file, tables, dynamic, strings);
    }

    private static boolean hasUnknownUsers(ElfFile file, DynamicSection dynamic) {
        if (dynamic.entries().stream().anyMatch(e -> UNKNOWN_TABLES.contains(e.tag()))) {
            return true;
        }
        OptionalLong address = dynamic.value(ElfConstants.DT_STRTAB);
        List<SectionHeader> sections = file.sectionHeaders();
        return sections.stream()
                .filter(s -> s.link() > 0 && s.link() < sections.size() && !KNOWN_USERS.contains(s.type()))
                .map(s -> sections.get((int) s.link()))
                .anyMatch(s -> s.isAllocated()
                        && s.type() == ElfConstants.SHT_STRTAB
                        && address.equals(OptionalLong.of(s.address())));
    }

    private static void keepVersions(ElfFile file, EditTables tables, DynamicSection dynamic, DynamicStrings strings)
            throws ElfFormatException {
        if (tables.has(ElfConstants.DT_VERNEED)) {
            tables.neededVersions().keepNames(strings);
        }
        OptionalLong definitions = dynamic.value(ElfConstants.DT_VERDEF);
        if (definitions.isPresent() && tables.has(ElfConstants.DT_VERDEF)) {
            VersionTables walk = new VersionTables(file, "DT_VERDEF", definitions.getAsLong());
            walk.definitions(dynamic.value(ElfConstants.DT_VERDEFNUM).orElse(0), dynamic.stringTable());
            for (int field : walk.nameFields()) {
                strings.keep(walk.nameOffset(field));
            }
        }
    }
}
