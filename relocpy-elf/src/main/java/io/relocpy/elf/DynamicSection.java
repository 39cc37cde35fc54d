package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The dynamic section: what the loader reads (gABI, "Dynamic Section"; ld.so(8)).
 *
 * <p>Immutable. A string outside the string table causes an {@link ElfFormatException} when it is read.
 */
public final class DynamicSection {
    private final long offset;
    private final long address;
    private final int capacity;
    private final List<DynamicEntry> entries;
    private final StringTable strings;

    DynamicSection(long offset, long address, int capacity, List<DynamicEntry> entries, StringTable strings) {
        this.offset = offset;
        this.address = address;
        this.capacity = capacity;
        this.entries = List.copyOf(entries);
        this.strings = strings;
    }

    /** That of a file; empty if it has none. */
    static Optional<DynamicSection> read(ElfFile file) throws ElfFormatException {
        Optional<ProgramHeader> segment = file.segment(ElfConstants.PT_DYNAMIC);
        if (segment.isEmpty() || file.kind() == ElfKind.DEBUG_FILE || file.kind() == ElfKind.CORE) {
            return Optional.empty();
        }
        ProgramHeader at = segment.get();
        ByteBuffer table = file.read("PT_DYNAMIC", at.offset(), at.fileSize());
        int size = file.codec().dynamicEntrySize();
        int capacity = table.limit() / size;
        List<DynamicEntry> entries = new ArrayList<>();
        for (int i = 0; i < capacity; i++) {
            DynamicEntry entry = file.codec().dynamicEntry(table, i * size);
            if (entry.tag() == ElfConstants.DT_NULL) {
                break;
            }
            entries.add(entry);
        }
        return Optional.of(
                new DynamicSection(at.offset(), at.virtualAddress(), capacity, entries, stringTable(file, entries)));
    }

    private static StringTable stringTable(ElfFile file, List<DynamicEntry> entries) throws ElfFormatException {
        long address = 0;
        long size = 0;
        for (DynamicEntry entry : entries) {
            if (entry.tag() == ElfConstants.DT_STRTAB) {
                address = entry.value();
            } else if (entry.tag() == ElfConstants.DT_STRSZ) {
                size = entry.value();
            }
        }
        String where = file.name() + ": dynamic string table";
        ByteBuffer table =
                size == 0 ? ByteBuffer.allocate(0) : file.read(where, file.offsetOf(where, address, size), size);
        return new StringTable(where, table);
    }

    /** All entries in the file's order, without the terminating DT_NULL. */
    public List<DynamicEntry> entries() {
        return entries;
    }

    /** The value of the last entry with that tag, which is the one that glibc uses. */
    public OptionalLong value(long tag) {
        return entries.stream()
                .filter(entry -> entry.tag() == tag)
                .mapToLong(DynamicEntry::value)
                .reduce((first, second) -> second);
    }

    /** DT_NEEDED: the libraries that must be loaded too, in order. */
    public List<String> needed() throws ElfFormatException {
        return strings(ElfConstants.DT_NEEDED);
    }

    /** DT_SONAME: the name under which other files need this one. */
    public Optional<String> soname() throws ElfFormatException {
        return string(ElfConstants.DT_SONAME);
    }

    /** DT_RPATH, colon-separated. The loader ignores it if there is a DT_RUNPATH. */
    public Optional<String> rpath() throws ElfFormatException {
        return string(ElfConstants.DT_RPATH);
    }

    /** DT_RUNPATH, colon-separated. */
    public Optional<String> runpath() throws ElfFormatException {
        return string(ElfConstants.DT_RUNPATH);
    }

    /** DT_FLAGS, 0 if there is none; {@link ElfNames#dynamicFlags} names the bits. */
    public long flags() {
        return value(ElfConstants.DT_FLAGS).orElse(0);
    }

    /** DT_FLAGS_1, 0 if there is none; {@link ElfNames#dynamicFlags1} names the bits. */
    public long flags1() {
        return value(ElfConstants.DT_FLAGS_1).orElse(0);
    }

    /** The string of the last entry with that tag. */
    public Optional<String> string(long tag) throws ElfFormatException {
        OptionalLong at = value(tag);
        return at.isPresent() ? Optional.of(strings.get(at.getAsLong())) : Optional.empty();
    }

    /** The strings of all entries with that tag, in order. */
    public List<String> strings(long tag) throws ElfFormatException {
        List<String> found = new ArrayList<>();
        for (DynamicEntry entry : entries) {
            if (entry.tag() == tag) {
                found.add(strings.get(entry.value()));
            }
        }
        return List.copyOf(found);
    }

    StringTable stringTable() {
        return strings;
    }

    long offset() {
        return offset;
    }

    long address() {
        return address;
    }

    /** How many entries fit into the segment, DT_NULLs included. */
    int capacity() {
        return capacity;
    }
}
