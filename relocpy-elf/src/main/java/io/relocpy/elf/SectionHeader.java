package io.relocpy.elf;

/**
 * One section (gABI, "Sections"). Linkers and debuggers read sections; a loader does not.
 *
 * @param index its index in the table
 * @param name from the section name table; empty if that cannot be read
 * @param nameOffset {@code sh_name}
 * @param type {@code sh_type}, one of the {@code SHT_} constants or unknown
 * @param flags {@code sh_flags}, see {@link ElfNames#sectionFlags}
 * @param address in memory, 0 if it is not loaded
 * @param offset in the file
 * @param size bytes; for SHT_NOBITS only in memory
 * @param link {@code sh_link}
 * @param info {@code sh_info}
 * @param addressAlign bytes
 * @param entrySize size of an entry in bytes, 0 if it is not a table
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

    /** Whether it is in memory at run time. */
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
     * The remains of a section whose table is gone: empty, and with a name that lacks its first character, since tools
     * recognize the full name. It keeps its index, since GNU strip removes SHT_NULL sections without updating the
     * dynamic symbols, which refer to sections by index.
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
