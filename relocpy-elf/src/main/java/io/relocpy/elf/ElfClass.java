package io.relocpy.elf;

/** {@code e_ident[EI_CLASS]}: the width of addresses and offsets. */
public enum ElfClass {
    ELF32,
    ELF64
}
