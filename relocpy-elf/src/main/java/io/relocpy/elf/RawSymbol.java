package io.relocpy.elf;

/**
 * The fields of one entry of a symbol table (gABI, "Symbol Table"); {@link Symbol} says what they mean.
 *
 * @param index its place in the table
 * @param nameOffset {@code st_name}
 * @param value {@code st_value}
 * @param size {@code st_size}
 * @param info {@code st_info}
 * @param other {@code st_other}
 * @param sectionIndex {@code st_shndx}
 */
record RawSymbol(int index, long nameOffset, long value, long size, int info, int other, int sectionIndex) {

    boolean isLocal() {
        return info >> 4 == ElfConstants.STB_LOCAL;
    }

    boolean isDefined() {
        return sectionIndex != ElfConstants.SHN_UNDEF;
    }
}
