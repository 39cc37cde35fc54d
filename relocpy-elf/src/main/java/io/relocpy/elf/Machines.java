package io.relocpy.elf;

/** Properties that depend on {@code e_machine}. */
final class Machines {
    private Machines() {}

    /**
     * The largest page size, in bytes, of a kernel for this machine: segments that share such a page cannot have
     * different permissions. Equal to the GNU linker's {@code max-page-size}.
     */
    static int maxPageSize(int machine) {
        return switch (machine) {
            case ElfConstants.EM_AARCH64,
                    ElfConstants.EM_ARM,
                    ElfConstants.EM_PPC,
                    ElfConstants.EM_PPC64,
                    ElfConstants.EM_MIPS,
                    ElfConstants.EM_IA_64,
                    ElfConstants.EM_ALPHA,
                    ElfConstants.EM_PARISC,
                    ElfConstants.EM_SH,
                    ElfConstants.EM_LOONGARCH,
                    ElfConstants.EM_SPARC,
                    ElfConstants.EM_SPARC32PLUS -> 0x10000;
            case ElfConstants.EM_SPARCV9 -> 0x100000;
            case ElfConstants.EM_68K -> 0x2000;
            default -> 0x1000;
        };
    }

    /** Whether a file without PT_GNU_STACK requests an executable stack. Source: glibc, sysdeps/ARCH/stackinfo.h. */
    static boolean isStackExecutableByDefault(int machine) {
        return switch (machine) {
            case ElfConstants.EM_AARCH64,
                    ElfConstants.EM_PPC64,
                    ElfConstants.EM_RISCV,
                    ElfConstants.EM_LOONGARCH,
                    ElfConstants.EM_IA_64 -> false;
            default -> true;
        };
    }
}
