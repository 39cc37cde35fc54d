package io.relocpy.elf;

import java.util.OptionalLong;

/**
 * One relocation as it is in the file (gABI, "Relocation").
 *
 * @param offset {@code r_offset}: the address that it changes; in a relocatable file the offset in the section
 * @param type meaning by machine, {@code R_X86_64_RELATIVE} and the like; on 64-bit MIPS the three types of one entry,
 *     the first in the lowest byte
 * @param symbol number of the symbol in the table that belongs to the relocations, 0 if it is about none
 * @param addend {@code r_addend}; empty where the place that is changed holds it
 */
public record Relocation(long offset, long type, long symbol, OptionalLong addend) {}
