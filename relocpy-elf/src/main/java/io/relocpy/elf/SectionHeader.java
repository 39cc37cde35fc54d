package io.relocpy.elf;

/**
 * One section (gABI, "Sections"). Linkers and debuggers read sections; a loader does not.
 *
 * @param index its place in the table
 * @param name from the section name table; empty where that cannot be read
 * @param nameOffset {@code sh_name}
 * @param type {@code sh_type}, one of the {@code SHT_} constants or unknown
 * @param flags {@code sh_flags}, see {@link ElfNames#sectionFlags}
 * @param address in memory, 0 if it is not loaded
 * @param offset in the file
 * @param size bytes; in memory only for SHT_NOBITS
 * @param link {@code sh_link}
 * @param info {@code sh_info}
 * @param addressAlign bytes
 * @param entrySize bytes of an entry, 0 if it is no table
 */
public record SectionHeader(
        int index,
        String name,
        int nameOffset,
        int type,
        long flags,
        long address,
        long offset,
        long size,
        long link,
        long info,
        long addressAlign,
        long entrySize) {

    /** Whether it is in memory when the program runs. */
    public boolean isAllocated() {
        return (flags & ElfConstants.SHF_ALLOC) != 0;
    }

    /** Whether processes may write to it. */
    public boolean isWritable() {
        return (flags & ElfConstants.SHF_WRITE) != 0;
    }

    /** Whether it holds code. */
    public boolean isExecutable() {
        return (flags & ElfConstants.SHF_EXECINSTR) != 0;
    }

    /** Whether it has bytes in the file. */
    public boolean hasBytes() {
        return type != ElfConstants.SHT_NOBITS && type != ElfConstants.SHT_NULL && size != 0;
    }

    long endOffset() {
        return hasBytes() ? offset + size : offset;
    }

    SectionHeader named(String newName) {
        return new SectionHeader(
                index, newName, nameOffset, type, flags, address, offset, size, link, info, addressAlign, entrySize);
    }

    SectionHeader withInfo(long newInfo) {
        return new SectionHeader(
                index, name, nameOffset, type, flags, address, offset, size, link, newInfo, addressAlign, entrySize);
    }

    SectionHeader moved(long toOffset, long toAddress, long newSize) {
        return new SectionHeader(
                index,
                name,
                nameOffset,
                type,
                flags,
                toAddress,
                toOffset,
                newSize,
                link,
                info,
                addressAlign,
                entrySize);
    }

    /**
     * What is left of a section whose table nothing names any more: no bytes, and of the name what follows its first
     * character, for tools know the whole one. It keeps its index, since GNU strip drops SHT_NULL without telling the
     * dynamic symbols, which name sections by index.
     */
    SectionHeader withoutContents() {
        int dot = name.startsWith(".") ? 1 : 0;
        return new SectionHeader(
                index,
                name.substring(dot),
                nameOffset + dot,
                ElfConstants.SHT_PROGBITS,
                ElfConstants.SHF_ALLOC,
                address,
                offset,
                0,
                0,
                0,
                addressAlign,
                0);
    }
}
