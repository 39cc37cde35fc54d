package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * DT_VERNEED during an edit: libraries are renamed, and versions that are no longer needed are dropped.
 *
 * <p>glibc looks for each library that the table names among the loaded ones, and ends the program if it is not there
 * (elf/dl-version.c: {@code needed != NULL}). So the needed versions of a removed library are removed with it.
 */
final class NeededVersions {
    private static final int ENTRY_SIZE = 16;

    /** The entry of one library. */
    private static final class Library {
        final String original;
        final long nameOffset;
        final List<Version> versions;
        String name;
        boolean removed;

        Library(String name, long nameOffset, List<Version> versions) {
            this.original = name;
            this.nameOffset = nameOffset;
            this.versions = new ArrayList<>(versions);
            this.name = name;
        }

        boolean isRenamed() {
            return !name.equals(original);
        }
    }

    /**
     * One version.
     *
     * @param index as symbols have it, without the hidden bit
     * @param nameOffset of its name in the string table
     * @param entry its bytes
     */
    private record Version(int index, long nameOffset, ByteBuffer entry) {}

    private final ElfFile file;
    private final List<Library> libraries = new ArrayList<>();
    private boolean dropped;

    NeededVersions(ElfFile file) throws ElfFormatException {
        this.file = file;
        Optional<DynamicSection> dynamic = file.dynamic();
        OptionalLong address = file.tag(ElfConstants.DT_VERNEED);
        if (dynamic.isEmpty() || address.isEmpty()) {
            return;
        }
        VersionTables table = new VersionTables(file, "DT_VERNEED", address.getAsLong());
        List<VersionNeed> needs = table.needs(
                dynamic.get().value(ElfConstants.DT_VERNEEDNUM).orElse(0),
                dynamic.get().stringTable());
        for (int i = 0; i < needs.size(); i++) {
            List<Version> versions = new ArrayList<>();
            for (int at : table.versionsAt().get(i)) {
                ByteBuffer entry = file.readAddress("DT_VERNEED", address.getAsLong() + at, ENTRY_SIZE);
                versions.add(new Version(ElfCodec.u16(entry, 6) & 0x7fff, ElfCodec.u32(entry, 8), entry));
            }
            libraries.add(new Library(
                    needs.get(i).file(), table.nameOffset(table.fileFields().get(i)), versions));
        }
    }

    /** Renames libraries: old name to new name. */
    void rename(Map<String, String> names) {
        libraries.stream().filter(l -> !l.removed).forEach(l -> l.name = names.getOrDefault(l.name, l.name));
    }

    /** Marks a library as no longer needed, unless it is needed again after all edits. */
    void remove(String library) {
        libraries.stream().filter(l -> l.name.equals(library)).forEach(l -> l.removed = true);
    }

    /**
     * Drops what is no longer needed after the edits: versions of removed libraries, whose symbols become unversioned;
     * and versions that no symbol has any more.
     *
     * @param needed the libraries that the file needs after all edits
     * @param cleared indexes of the symbols whose version is cleared; those of removed libraries are added
     */
    void settle(Set<String> needed, Set<Integer> cleared) throws ElfFormatException {
        Predicate<Library> gone = l -> l.removed && !needed.contains(l.name);
        Set<Integer> lost = new HashSet<>();
        libraries.stream().filter(gone).flatMap(l -> l.versions.stream()).forEach(v -> lost.add(v.index()));
        libraries.stream()
                .filter(gone.negate())
                .flatMap(l -> l.versions.stream())
                .forEach(v -> lost.remove(v.index()));
        dropped = libraries.removeIf(gone);
        OptionalLong address = file.tag(ElfConstants.DT_VERSYM);
        if (address.isEmpty() || (lost.isEmpty() && cleared.isEmpty())) {
            return;
        }
        int count = DynamicSymbols.of(file).count();
        ByteBuffer table = file.readAddress("DT_VERSYM", address.getAsLong(), 2L * count);
        Set<Integer> inUse = new HashSet<>();
        Set<Integer> unused = new HashSet<>();
        for (int i = 0; i < count; i++) {
            int index = ElfCodec.u16(table, 2 * i) & 0x7fff;
            if (lost.contains(index)) {
                cleared.add(i);
            }
            (cleared.contains(i) ? unused : inUse).add(index);
        }
        unused.removeAll(inUse);
        for (Library library : libraries) {
            dropped |= library.versions.removeIf(v -> unused.contains(v.index()));
        }
        libraries.removeIf(l -> l.versions.isEmpty());
    }

    boolean isChanged() {
        return dropped || libraries.stream().anyMatch(Library::isRenamed);
    }

    /** The number of libraries in the table. */
    int count() {
        return libraries.size();
    }

    /** Size of the table in bytes. */
    int size() {
        return libraries.stream()
                .mapToInt(l -> ENTRY_SIZE * (1 + l.versions.size()))
                .sum();
    }

    /** Marks the names that do not change as in use. */
    void keepNames(DynamicStrings strings) throws ElfFormatException {
        for (Library library : libraries) {
            if (!library.isRenamed()) {
                strings.keep(library.nameOffset);
            }
            for (Version version : library.versions) {
                strings.keep(version.nameOffset());
            }
        }
    }

    /** The table's bytes in the order that linkers use: each library followed by its versions. */
    ByteBuffer write(DynamicStrings strings) throws ElfFormatException {
        ByteBuffer bytes = file.codec().allocate(size());
        int at = 0;
        for (int i = 0; i < libraries.size(); i++) {
            Library library = libraries.get(i);
            int size = ENTRY_SIZE * (1 + library.versions.size());
            bytes.putShort(at, (short) 1) // vn_version
                    .putShort(at + 2, (short) library.versions.size())
                    .putInt(at + 4, (int) (library.isRenamed() ? strings.place(library.name) : library.nameOffset))
                    .putInt(at + 8, ENTRY_SIZE)
                    .putInt(at + 12, i + 1 < libraries.size() ? size : 0);
            for (int j = 0; j < library.versions.size(); j++) {
                int version = at + ENTRY_SIZE * (j + 1);
                bytes.put(version, library.versions.get(j).entry(), 0, ENTRY_SIZE)
                        .putInt(version + 12, j + 1 < library.versions.size() ? ENTRY_SIZE : 0);
            }
            at += size;
        }
        return bytes;
    }
}
