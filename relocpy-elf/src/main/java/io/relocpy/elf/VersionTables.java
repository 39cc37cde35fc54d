package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks DT_VERNEED and DT_VERDEF. Each step must go forward inside the segment, so that no chain is endless.
 *
 * <p>Source: LSB Core, "Symbol Versioning". The layout is the same for every class.
 */
final class VersionTables {
    private static final int VERNEED_SIZE = 16;
    private static final int VERNAUX_SIZE = 16;
    private static final int VERDEF_SIZE = 20;
    private static final int VERDAUX_SIZE = 8;

    private final String where;
    private final ByteBuffer bytes;

    /** Where in {@link #bytes} each offset into the string table lies, in order of reading. */
    private final List<Integer> nameFields = new ArrayList<>();

    /** The same for the file names of DT_VERNEED alone. */
    private final List<Integer> fileFields = new ArrayList<>();

    /** Bytes from the table's start that structures use. */
    private int extent;

    /** A walk over bytes that start at the table and may reach beyond its end. */
    VersionTables(String where, ByteBuffer bytes) {
        this.where = where;
        this.bytes = bytes;
    }

    List<Integer> nameFields() {
        return nameFields;
    }

    List<Integer> fileFields() {
        return fileFields;
    }

    int extent() {
        return extent;
    }

    List<VersionNeed> needs(long count, StringTable strings) throws ElfFormatException {
        List<VersionNeed> needs = new ArrayList<>();
        long at = 0;
        for (long i = 0; i < count; i++) {
            int need = check(at, VERNEED_SIZE);
            int auxCount = ElfCodec.u16(bytes, need + 2);
            long auxAt = at + ElfCodec.u32(bytes, need + 8);
            List<VersionNeed.Version> versions = new ArrayList<>();
            for (int j = 0; j < auxCount; j++) {
                int aux = check(auxAt, VERNAUX_SIZE);
                versions.add(new VersionNeed.Version(
                        string(strings, aux + 8),
                        ElfCodec.u16(bytes, aux + 6),
                        (ElfCodec.u16(bytes, aux + 4) & ElfConstants.VER_FLG_WEAK) != 0));
                auxAt += step(ElfCodec.u32(bytes, aux + 12), VERNAUX_SIZE, j + 1 < auxCount);
            }
            needs.add(new VersionNeed(string(strings, need + 4), versions));
            fileFields.add(need + 4);
            at += step(ElfCodec.u32(bytes, need + 12), VERNEED_SIZE, i + 1 < count);
        }
        return List.copyOf(needs);
    }

    List<VersionDefinition> definitions(long count, StringTable strings) throws ElfFormatException {
        List<VersionDefinition> definitions = new ArrayList<>();
        long at = 0;
        for (long i = 0; i < count; i++) {
            int definition = check(at, VERDEF_SIZE);
            int auxCount = ElfCodec.u16(bytes, definition + 6);
            long auxAt = at + ElfCodec.u32(bytes, definition + 12);
            List<String> names = new ArrayList<>();
            for (int j = 0; j < auxCount; j++) {
                int aux = check(auxAt, VERDAUX_SIZE);
                names.add(string(strings, aux));
                auxAt += step(ElfCodec.u32(bytes, aux + 4), VERDAUX_SIZE, j + 1 < auxCount);
            }
            if (names.isEmpty()) {
                throw new ElfFormatException(where + " entry " + i, "a name", "none");
            }
            definitions.add(new VersionDefinition(
                    names.get(0),
                    ElfCodec.u16(bytes, definition + 4),
                    (ElfCodec.u16(bytes, definition + 2) & ElfConstants.VER_FLG_BASE) != 0,
                    names.subList(1, names.size())));
            at += step(ElfCodec.u32(bytes, definition + 16), VERDEF_SIZE, i + 1 < count);
        }
        return List.copyOf(definitions);
    }

    private String string(StringTable strings, int field) throws ElfFormatException {
        nameFields.add(field);
        return strings.get(ElfCodec.u32(bytes, field));
    }

    private int check(long at, int size) throws ElfFormatException {
        if (at > bytes.limit() - size) {
            throw new ElfFormatException(
                    where,
                    "an entry inside the segment, of which " + bytes.limit() + " bytes are left",
                    "offset " + at);
        }
        extent = Math.max(extent, (int) at + size);
        return (int) at;
    }

    private long step(long next, int atLeast, boolean more) throws ElfFormatException {
        if (more && next < atLeast) {
            throw new ElfFormatException(where, "the next entry at least " + atLeast + " bytes on", "" + next);
        }
        return next;
    }
}
