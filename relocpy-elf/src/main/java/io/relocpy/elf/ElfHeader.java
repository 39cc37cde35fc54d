package io.relocpy.elf;

import java.nio.ByteOrder;
import java.util.List;

/**
 * The ELF header (gABI, "ELF Header"). The format has had these fields from the beginning and cannot have more. Those
 * with a single valid value are left out: the file's and the header's version, and the header's own size.
 *
 * @param elfClass 32 or 64 bit
 * @param byteOrder of every number in the file
 * @param osAbi {@code e_ident[EI_OSABI]}, 0 to 255
 * @param abiVersion {@code e_ident[EI_ABIVERSION]}
 * @param type {@code e_type}, one of the {@code ET_} constants or unknown
 * @param machine {@code e_machine}, one of the {@code EM_} constants or unknown
 * @param entry virtual address of the first instruction, or 0
 * @param programHeaderOffset {@code e_phoff} in bytes, 0 if there is no table
 * @param sectionHeaderOffset {@code e_shoff} in bytes, 0 if there is no table
 * @param flags {@code e_flags}, machine-specific
 * @param programHeaderEntrySize {@code e_phentsize}
 * @param programHeaderCount {@code e_phnum} as written; with PN_XNUM, the number is in section 0
 * @param sectionHeaderEntrySize {@code e_shentsize}
 * @param sectionHeaderCount {@code e_shnum} as written; if 0 and there is a table, the number is in section 0
 * @param sectionNameIndex {@code e_shstrndx} as written; with SHN_XINDEX, the index is in section 0
 */
public record ElfHeader(
        ElfClass elfClass,
        ByteOrder byteOrder,
        int osAbi,
        int abiVersion,
        int type,
        int machine,
        long entry,
        long programHeaderOffset,
        long sectionHeaderOffset,
        long flags,
        int programHeaderEntrySize,
        int programHeaderCount,
        int sectionHeaderEntrySize,
        int sectionHeaderCount,
        int sectionNameIndex) {

    /** The name of {@code e_type}, such as {@code ET_DYN}. */
    public String typeName() {
        return ElfNames.type(type);
    }

    /** The name of {@code e_machine}, such as {@code EM_X86_64}. */
    public String machineName() {
        return ElfNames.machine(machine);
    }

    /**
     * The meaning of {@code e_flags} as {@code readelf -h} shows it, such as {@code hard-float ABI}; empty if the
     * machine has no flags, none is set, or this library does not know them.
     */
    public List<String> flagNames() {
        return MachineFlags.names(machine, flags);
    }

    ElfHeader withOsAbi(int newOsAbi) {
        return with(newOsAbi, programHeaderCount, sectionHeaderOffset, sectionHeaderCount, sectionNameIndex);
    }

    /** The same with another section header table. */
    ElfHeader withSections(long offset, int count, int nameIndex) {
        return with(osAbi, programHeaderCount, offset, count, nameIndex);
    }

    /** The same with the tables at other offsets. */
    ElfHeader withTables(int newProgramHeaderCount, long newSectionHeaderOffset) {
        return with(osAbi, newProgramHeaderCount, newSectionHeaderOffset, sectionHeaderCount, sectionNameIndex);
    }

    private ElfHeader with(int newOsAbi, int segments, long sectionOffset, int sections, int nameIndex) {
        return new ElfHeader(
                elfClass,
                byteOrder,
                newOsAbi,
                abiVersion,
                type,
                machine,
                entry,
                programHeaderOffset,
                sectionOffset,
                flags,
                programHeaderEntrySize,
                segments,
                sectionHeaderEntrySize,
                sections,
                nameIndex);
    }
}
