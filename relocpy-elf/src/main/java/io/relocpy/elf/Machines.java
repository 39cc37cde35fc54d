package io.relocpy.elf;

/** What differs by {@code e_machine}. */
final class Machines {
    private Machines() {}

    /**
     * The largest page that a kernel for this machine may use, in bytes: segments that share such a page can not have
     * different rights. As the GNU linker's {@code max-page-size}.
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

    /** The type of relocation that adds the load address and knows no symbol; -1 if it is not known. */
    static int relativeRelocation(int machine) {
        return switch (machine) {
            case ElfConstants.EM_386, ElfConstants.EM_X86_64 -> 8;
            case ElfConstants.EM_AARCH64 -> 1027;
            case ElfConstants.EM_ARM -> 23;
            case ElfConstants.EM_S390 -> 12;
            case ElfConstants.EM_PPC,
                    ElfConstants.EM_PPC64,
                    ElfConstants.EM_68K,
                    ElfConstants.EM_SPARC,
                    ElfConstants.EM_SPARC32PLUS,
                    ElfConstants.EM_SPARCV9 -> 22;
            case ElfConstants.EM_RISCV, ElfConstants.EM_LOONGARCH, ElfConstants.EM_MIPS -> 3;
            case ElfConstants.EM_ALPHA -> 27;
            case ElfConstants.EM_SH -> 165;
            default -> -1;
        };
    }
}
