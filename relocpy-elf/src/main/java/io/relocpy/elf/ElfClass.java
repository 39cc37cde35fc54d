package io.relocpy.elf;

/** {@code e_ident[EI_CLASS]}: how wide addresses and offsets are. */
public enum ElfClass {
    ELF32,
    ELF64
}
