package io.relocpy.elf;

import java.util.OptionalLong;

/**
 * One relocation as stored in the file (gABI, "Relocation").
 *
 * @param offset {@code r_offset}: the address that it changes; in a relocatable file, the offset in the section
 * @param type machine-specific, such as {@code R_X86_64_RELATIVE}; on 64-bit MIPS the three types of one entry, the
 *     first in the lowest byte
 * @param symbol index of the symbol in the table that belongs to the relocations, 0 if there is none
 * @param addend {@code r_addend}; empty if the relocated place holds it
 */
public record Relocation(long offset, long type, long symbol, OptionalLong addend) {}
