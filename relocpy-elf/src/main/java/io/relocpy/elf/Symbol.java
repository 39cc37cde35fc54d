package io.relocpy.elf;

/**
 * One symbol as it is in a symbol table (gABI, "Symbol Table").
 *
 * @param index its place in the table
 * @param nameOffset {@code st_name}, offset into the table's string table
 * @param value {@code st_value}, an address in linked files
 * @param size bytes of what it names, 0 if unknown
 * @param info {@code st_info}: binding and type
 * @param other {@code st_other}: visibility
 * @param sectionIndex {@code st_shndx}, SHN_UNDEF if it is defined elsewhere
 */
public record Symbol(int index, long nameOffset, long value, long size, int info, int other, int sectionIndex) {

    /** {@code STB_}: 0 local, 1 global, 2 weak, 10 unique. */
    public int binding() {
        return info >> 4;
    }

    /** {@code STT_}: 1 object, 2 function, 3 section, 6 TLS, 10 indirect function. */
    public int type() {
        return info & 0xf;
    }

    /** Whether this file defines it. */
    public boolean isDefined() {
        return sectionIndex != ElfConstants.SHN_UNDEF;
    }
}
