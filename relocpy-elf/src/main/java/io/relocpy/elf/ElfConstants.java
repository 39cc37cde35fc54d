package io.relocpy.elf;

/**
 * The constants of the ELF specification that this library uses, named as in {@code elf.h}.
 *
 * <p>Sources: the System V ABI (gABI); glibc's {@code elf.h} for the GNU extensions.
 */
public final class ElfConstants {
    private ElfConstants() {}

    // e_type
    public static final int ET_NONE = 0;
    public static final int ET_REL = 1;
    public static final int ET_EXEC = 2;
    public static final int ET_DYN = 3;
    public static final int ET_CORE = 4;

    // e_ident[EI_OSABI]
    public static final int ELFOSABI_NONE = 0;
    public static final int ELFOSABI_HPUX = 1;
    public static final int ELFOSABI_NETBSD = 2;
    public static final int ELFOSABI_GNU = 3;
    public static final int ELFOSABI_SOLARIS = 6;
    public static final int ELFOSABI_AIX = 7;
    public static final int ELFOSABI_IRIX = 8;
    public static final int ELFOSABI_FREEBSD = 9;
    public static final int ELFOSABI_TRU64 = 10;
    public static final int ELFOSABI_OPENBSD = 12;
    public static final int ELFOSABI_OPENVMS = 13;

    // e_machine
    public static final int EM_SPARC = 2;
    public static final int EM_386 = 3;
    public static final int EM_68K = 4;
    public static final int EM_MIPS = 8;
    public static final int EM_PARISC = 15;
    public static final int EM_SPARC32PLUS = 18;
    public static final int EM_PPC = 20;
    public static final int EM_PPC64 = 21;
    public static final int EM_S390 = 22;
    public static final int EM_ARM = 40;
    public static final int EM_SH = 42;
    public static final int EM_SPARCV9 = 43;
    public static final int EM_IA_64 = 50;
    public static final int EM_X86_64 = 62;
    public static final int EM_AARCH64 = 183;
    public static final int EM_RISCV = 243;
    public static final int EM_LOONGARCH = 258;
    public static final int EM_ALPHA = 0x9026;

    // p_type
    public static final int PT_NULL = 0;
    public static final int PT_LOAD = 1;
    public static final int PT_DYNAMIC = 2;
    public static final int PT_INTERP = 3;
    public static final int PT_NOTE = 4;
    public static final int PT_PHDR = 6;
    public static final int PT_TLS = 7;
    public static final int PT_GNU_EH_FRAME = 0x6474e550;
    public static final int PT_GNU_STACK = 0x6474e551;
    public static final int PT_GNU_RELRO = 0x6474e552;
    public static final int PT_GNU_PROPERTY = 0x6474e553;
    public static final int PT_MIPS_REGINFO = 0x70000000;
    public static final int PT_MIPS_ABIFLAGS = 0x70000003;

    /** The value of {@code e_phnum} if the number is in {@code sh_info} of section 0. */
    public static final int PN_XNUM = 0xffff;

    // p_flags
    public static final int PF_X = 1;
    public static final int PF_W = 2;
    public static final int PF_R = 4;

    // sh_type
    public static final int SHT_NULL = 0;
    public static final int SHT_PROGBITS = 1;
    public static final int SHT_SYMTAB = 2;
    public static final int SHT_STRTAB = 3;
    public static final int SHT_RELA = 4;
    public static final int SHT_HASH = 5;
    public static final int SHT_DYNAMIC = 6;
    public static final int SHT_NOTE = 7;
    public static final int SHT_NOBITS = 8;
    public static final int SHT_REL = 9;
    public static final int SHT_DYNSYM = 11;
    public static final int SHT_GROUP = 17;
    public static final int SHT_SYMTAB_SHNDX = 18;
    public static final int SHT_GNU_HASH = 0x6ffffff6;
    public static final int SHT_GNU_VERDEF = 0x6ffffffd;
    public static final int SHT_GNU_VERNEED = 0x6ffffffe;
    public static final int SHT_GNU_VERSYM = 0x6fffffff;

    // sh_flags
    public static final long SHF_WRITE = 1;
    public static final long SHF_ALLOC = 2;
    public static final long SHF_EXECINSTR = 4;
    public static final long SHF_TLS = 0x400;

    // bindings of symbols
    public static final int STB_LOCAL = 0;

    // special section indexes
    public static final int SHN_UNDEF = 0;
    public static final int SHN_LORESERVE = 0xff00;
    public static final int SHN_ABS = 0xfff1;
    public static final int SHN_COMMON = 0xfff2;
    public static final int SHN_XINDEX = 0xffff;

    // d_tag
    public static final long DT_NULL = 0;
    public static final long DT_NEEDED = 1;
    public static final long DT_PLTRELSZ = 2;
    public static final long DT_PLTGOT = 3;
    public static final long DT_HASH = 4;
    public static final long DT_STRTAB = 5;
    public static final long DT_SYMTAB = 6;
    public static final long DT_RELA = 7;
    public static final long DT_RELASZ = 8;
    public static final long DT_RELAENT = 9;
    public static final long DT_STRSZ = 10;
    public static final long DT_SYMENT = 11;
    public static final long DT_INIT = 12;
    public static final long DT_FINI = 13;
    public static final long DT_SONAME = 14;
    public static final long DT_RPATH = 15;
    public static final long DT_SYMBOLIC = 16;
    public static final long DT_REL = 17;
    public static final long DT_RELSZ = 18;
    public static final long DT_RELENT = 19;
    public static final long DT_PLTREL = 20;
    public static final long DT_DEBUG = 21;
    public static final long DT_TEXTREL = 22;
    public static final long DT_JMPREL = 23;
    public static final long DT_BIND_NOW = 24;
    public static final long DT_INIT_ARRAY = 25;
    public static final long DT_FINI_ARRAY = 26;
    public static final long DT_INIT_ARRAYSZ = 27;
    public static final long DT_FINI_ARRAYSZ = 28;
    public static final long DT_RUNPATH = 29;
    public static final long DT_FLAGS = 30;
    public static final long DT_PREINIT_ARRAY = 32;
    public static final long DT_PREINIT_ARRAYSZ = 33;
    public static final long DT_RELRSZ = 35;
    public static final long DT_RELR = 36;
    public static final long DT_RELRENT = 37;
    public static final long DT_GNU_HASH = 0x6ffffef5L;
    public static final long DT_TLSDESC_PLT = 0x6ffffef6L;
    public static final long DT_TLSDESC_GOT = 0x6ffffef7L;
    public static final long DT_CONFIG = 0x6ffffefaL;
    public static final long DT_DEPAUDIT = 0x6ffffefbL;
    public static final long DT_AUDIT = 0x6ffffefcL;
    public static final long DT_VERSYM = 0x6ffffff0L;
    public static final long DT_RELACOUNT = 0x6ffffff9L;
    public static final long DT_RELCOUNT = 0x6ffffffaL;
    public static final long DT_FLAGS_1 = 0x6ffffffbL;
    public static final long DT_VERDEF = 0x6ffffffcL;
    public static final long DT_VERDEFNUM = 0x6ffffffdL;
    public static final long DT_VERNEED = 0x6ffffffeL;
    public static final long DT_VERNEEDNUM = 0x6fffffffL;
    public static final long DT_AUXILIARY = 0x7ffffffdL;
    public static final long DT_FILTER = 0x7fffffffL;
    public static final long DT_MIPS_RLD_VERSION = 0x70000001L;
    public static final long DT_MIPS_RLD_MAP = 0x70000016L;
    public static final long DT_MIPS_RLD_MAP_REL = 0x70000035L;
    public static final long DT_MIPS_XHASH = 0x70000036L;

    // DT_FLAGS, DT_FLAGS_1
    public static final long DF_ORIGIN = 1;
    public static final long DF_BIND_NOW = 8;
    public static final long DF_STATIC_TLS = 0x10;
    public static final long DF_1_NOW = 1;
    public static final long DF_1_NODEFLIB = 0x800;
    public static final long DF_1_PIE = 0x08000000L;

    // note types with the name GNU
    public static final int NT_GNU_ABI_TAG = 1;
    public static final int NT_GNU_BUILD_ID = 3;
    public static final int NT_GNU_PROPERTY_TYPE_0 = 5;
    public static final int GNU_PROPERTY_X86_ISA_1_NEEDED = 0xc0008002;
    /** Note type with the name Go. */
    public static final int NT_GO_BUILD_ID = 4;
    /** Note type with the name FDO: JSON that names the distribution's package. */
    public static final int NT_FDO_PACKAGING_METADATA = 0xcafe1a7e;
    /** Note type with the name FDO: JSON that names libraries which are loaded with dlopen. */
    public static final int NT_FDO_DLOPEN_METADATA = 0x407c0c0a;

    // .gnu.version
    public static final int VER_NDX_LOCAL = 0;
    public static final int VER_NDX_GLOBAL = 1;
    public static final int VER_FLG_BASE = 1;
    public static final int VER_FLG_WEAK = 2;
}
