package io.relocpy.elf;

import java.util.Set;

/**
 * The relocation types of one machine that have no symbol, or whose symbols are looked up in a special way. Sources:
 * the machines' psABIs, and {@code elf_machine_type_class} in glibc's {@code dl-machine.h}.
 *
 * @param relative the type that adds the load address and has no symbol; -1 if it is not known
 * @param copy the type that copies a library's data into the program; -1 if there is none
 * @param calls those that only a definition satisfies: jump slots and thread-local data
 */
record RelocationKinds(long relative, long copy, Set<Long> calls) {
    static RelocationKinds of(ElfHeader header) {
        return switch (header.machine()) {
            case ElfConstants.EM_X86_64 -> new RelocationKinds(8, 5, Set.of(7L, 16L, 17L, 18L, 36L));
            case ElfConstants.EM_386 -> new RelocationKinds(8, 5, Set.of(7L, 14L, 35L, 36L, 37L, 41L));
            case ElfConstants.EM_AARCH64 -> new RelocationKinds(1027, 1024, Set.of(1026L, 1028L, 1029L, 1030L, 1031L));
            case ElfConstants.EM_ARM -> new RelocationKinds(23, 20, Set.of(22L, 13L, 17L, 18L, 19L));
            case ElfConstants.EM_PPC, ElfConstants.EM_PPC64 -> new RelocationKinds(22, 19, Set.of(21L, 68L, 73L, 78L));
            case ElfConstants.EM_S390 -> new RelocationKinds(12, 9, Set.of(11L, 54L, 55L, 56L));
            case ElfConstants.EM_RISCV -> new RelocationKinds(3, 4, Set.of(5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L));
            case ElfConstants.EM_MIPS -> new RelocationKinds(3, 126, Set.of(127L, 38L, 39L, 40L, 41L, 47L, 48L));
            case ElfConstants.EM_LOONGARCH -> new RelocationKinds(3, 4, Set.of(5L, 6L, 7L, 8L, 9L, 10L, 11L));
            case ElfConstants.EM_SPARC, ElfConstants.EM_SPARC32PLUS, ElfConstants.EM_SPARCV9 ->
                new RelocationKinds(22, 19, Set.of(21L, 74L, 75L, 76L, 77L, 78L, 79L));
            case ElfConstants.EM_68K -> new RelocationKinds(22, 19, Set.of(21L, 40L, 41L, 42L));
            case ElfConstants.EM_SH -> new RelocationKinds(165, 162, Set.of(164L, 149L, 150L, 151L));
            case ElfConstants.EM_ALPHA -> new RelocationKinds(27, 24, Set.of(26L, 31L, 33L, 38L));
            default -> new RelocationKinds(-1, -1, Set.of());
        };
    }

    boolean isCopy(long type) {
        return type == copy;
    }

    boolean isCall(long type) {
        return calls.contains(type);
    }
}
