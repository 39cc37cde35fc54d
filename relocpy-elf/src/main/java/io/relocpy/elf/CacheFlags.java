package io.relocpy.elf;

import java.util.Set;

/**
 * The flags that mark the entries of {@code ld.so.cache} for the loader's own machine. Source: glibc's {@code
 * sysdeps/generic/ldconfig.h} and the machines' {@code dl-cache.h}.
 */
final class CacheFlags {
    private static final int ELF = 1;
    private static final int LIBC6 = 3;

    private CacheFlags() {}

    /** All accepted flags; empty for machines whose flags are not known. */
    static Set<Integer> of(ElfHeader root) {
        int exact = exact(root);
        if (exact < 0) {
            return Set.of();
        }
        // on ARM, unmarked entries may be for either float ABI
        return root.machine() == ElfConstants.EM_ARM && exact != LIBC6 ? Set.of(ELF, LIBC6, exact) : Set.of(ELF, exact);
    }

    /** The flag of libraries built for exactly this ABI; -1 if it is not known. */
    private static int exact(ElfHeader root) {
        boolean is64 = root.elfClass() == ElfClass.ELF64;
        long flags = root.flags();
        int machine =
                switch (root.machine()) {
                    case ElfConstants.EM_X86_64 -> is64 ? 0x300 : 0x800;
                    case ElfConstants.EM_386, ElfConstants.EM_PPC, ElfConstants.EM_ALPHA, ElfConstants.EM_SPARC -> 0;
                    case ElfConstants.EM_SPARCV9 -> 0x100;
                    case ElfConstants.EM_IA_64 -> 0x200;
                    case ElfConstants.EM_S390 -> is64 ? 0x400 : 0;
                    case ElfConstants.EM_PPC64 -> 0x500;
                    case ElfConstants.EM_MIPS -> mips(is64, flags);
                    case ElfConstants.EM_ARM -> (flags & 0x400) != 0 ? 0x900 : (flags & 0x200) != 0 ? 0xb00 : 0;
                    case ElfConstants.EM_AARCH64 -> 0xa00;
                    case ElfConstants.EM_RISCV -> (flags & 6) == 4 ? 0x1000 : (flags & 6) == 0 ? 0xf00 : -1;
                    case ElfConstants.EM_LOONGARCH -> (flags & 7) == 3 ? 0x1200 : (flags & 7) == 1 ? 0x1100 : -1;
                    default -> -1;
                };
        return machine < 0 ? -1 : machine | LIBC6;
    }

    private static int mips(boolean is64, long flags) {
        boolean nan2008 = (flags & 0x400) != 0;
        if ((flags & 0x20) != 0) {
            return nan2008 ? 0xd00 : 0x600;
        }
        if (is64) {
            return nan2008 ? 0xe00 : 0x700;
        }
        return nan2008 ? 0xc00 : 0;
    }
}
