package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Walks DT_VERNEED and DT_VERDEF. Each step must go forward inside the segment, so every chain ends.
 *
 * <p>Source: LSB Core, "Symbol Versioning". The layout is the same for every class.
 */
final class VersionTables {
    private static final int VERNEED_SIZE = 16;
    private static final int VERNAUX_SIZE = 16;
    private static final int VERDEF_SIZE = 20;
    private static final int VERDAUX_SIZE = 8;

    private final ElfFile file;
    private final String where;
    private final long address;
    private final long room;

    /** Table offsets of all references into the string table, in reading order. */
    private final List<Integer> nameFields = new ArrayList<>();

    /** The same, only for the file names of DT_VERNEED. */
    private final List<Integer> fileFields = new ArrayList<>();

    /** Where the versions of each file are in DT_VERNEED. */
    private final List<List<Integer>> versionsAt = new ArrayList<>();

    /** Size in bytes of the part of the table that structures use. */
    private int extent;

    private long entries;

    /** Walks the table at an address. */
    VersionTables(ElfFile file, String tag, long address) throws ElfFormatException {
        this.file = file;
        this.where = file.name() + ": " + tag;
        this.address = address;
        this.room = file.roomAt(tag, address);
    }

    /** The versions that a file needs; none without DT_VERNEED. */
    static List<VersionNeed> needs(ElfFile file) throws ElfFormatException {
        Optional<DynamicSection> section = file.dynamic();
        OptionalLong at = file.tag(ElfConstants.DT_VERNEED);
        if (section.isEmpty() || at.isEmpty()) {
            return List.of();
        }
        long count = section.get().value(ElfConstants.DT_VERNEEDNUM).orElse(0);
        return new VersionTables(file, "DT_VERNEED", at.getAsLong())
                .needs(count, section.get().stringTable());
    }

    /** The versions that a file defines; none without DT_VERDEF. */
    static List<VersionDefinition> definitions(ElfFile file) throws ElfFormatException {
        Optional<DynamicSection> section = file.dynamic();
        OptionalLong at = file.tag(ElfConstants.DT_VERDEF);
        if (section.isEmpty() || at.isEmpty()) {
            return List.of();
        }
        long count = section.get().value(ElfConstants.DT_VERDEFNUM).orElse(0);
        return new VersionTables(file, "DT_VERDEF", at.getAsLong())
                .definitions(count, section.get().stringTable());
    }

    /** The string table offset in one of the fields. */
    long nameOffset(int field) throws ElfFormatException {
        return ElfCodec.u32(file.readAddress(where, address + field, 4), 0);
    }

    List<Integer> nameFields() {
        return nameFields;
    }

    List<Integer> fileFields() {
        return fileFields;
    }

    List<List<Integer>> versionsAt() {
        return versionsAt;
    }

    int extent() {
        return extent;
    }

    List<VersionNeed> needs(long count, StringTable strings) throws ElfFormatException {
        List<VersionNeed> needs = new ArrayList<>();
        long at = 0;
        for (long i = 0; i < count; i++) {
            ByteBuffer need = structure(at, VERNEED_SIZE);
            int auxCount = ElfCodec.u16(need, 2);
            long auxAt = at + ElfCodec.u32(need, 8);
            List<VersionNeed.Version> versions = new ArrayList<>();
            List<Integer> places = new ArrayList<>();
            for (int j = 0; j < auxCount; j++) {
                ByteBuffer aux = entry(auxAt, VERNAUX_SIZE);
                places.add((int) auxAt);
                versions.add(new VersionNeed.Version(
                        string(strings, auxAt, aux, 8),
                        ElfCodec.u16(aux, 6),
                        (ElfCodec.u16(aux, 4) & ElfConstants.VER_FLG_WEAK) != 0));
                auxAt += step(ElfCodec.u32(aux, 12), VERNAUX_SIZE, j + 1 < auxCount);
            }
            needs.add(new VersionNeed(string(strings, at, need, 4), versions));
            fileFields.add((int) at + 4);
            versionsAt.add(places);
            at += step(ElfCodec.u32(need, 12), VERNEED_SIZE, i + 1 < count);
        }
        return List.copyOf(needs);
    }

    List<VersionDefinition> definitions(long count, StringTable strings) throws ElfFormatException {
        List<VersionDefinition> definitions = new ArrayList<>();
        long at = 0;
        for (long i = 0; i < count; i++) {
            ByteBuffer definition = structure(at, VERDEF_SIZE);
            int auxCount = ElfCodec.u16(definition, 6);
            long auxAt = at + ElfCodec.u32(definition, 12);
            List<String> names = new ArrayList<>();
            for (int j = 0; j < auxCount; j++) {
                ByteBuffer aux = entry(auxAt, VERDAUX_SIZE);
                names.add(string(strings, auxAt, aux, 0));
                auxAt += step(ElfCodec.u32(aux, 4), VERDAUX_SIZE, j + 1 < auxCount);
            }
            if (names.isEmpty()) {
                throw new ElfFormatException(where + " entry " + i, "a name", "none");
            }
            definitions.add(new VersionDefinition(
                    names.get(0),
                    ElfCodec.u16(definition, 4),
                    (ElfCodec.u16(definition, 2) & ElfConstants.VER_FLG_BASE) != 0,
                    names.subList(1, names.size())));
            at += step(ElfCodec.u32(definition, 16), VERDEF_SIZE, i + 1 < count);
        }
        return List.copyOf(definitions);
    }

    private String string(StringTable strings, long at, ByteBuffer entry, int field) throws ElfFormatException {
        nameFields.add((int) at + field);
        return strings.get(ElfCodec.u32(entry, field));
    }

    /** An entry, which starts with the format version: there is only one, and glibc refuses others. */
    private ByteBuffer structure(long at, int size) throws ElfFormatException {
        ByteBuffer structure = entry(at, size);
        if (ElfCodec.u16(structure, 0) != 1) {
            throw new ElfFormatException(where, "entries of version 1", "version " + ElfCodec.u16(structure, 0));
        }
        return structure;
    }

    private ByteBuffer entry(long at, int size) throws ElfFormatException {
        if (at > room - size || at > Integer.MAX_VALUE - size) {
            throw new ElfFormatException(
                    where, "an entry inside the segment, of which " + room + " bytes are left", "offset " + at);
        }
        if (++entries > room / VERDAUX_SIZE) {
            throw new ElfFormatException(where, "entries that do not share their bytes", "more than fit");
        }
        extent = Math.max(extent, (int) at + size);
        return file.readAddress(where, address + at, size);
    }

    private long step(long next, int atLeast, boolean more) throws ElfFormatException {
        if (more && next < atLeast) {
            throw new ElfFormatException(where, "the next entry at least " + atLeast + " bytes further", "" + next);
        }
        return next;
    }
}
