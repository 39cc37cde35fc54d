package io.relocpy.elf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The names that glibc's {@code elf.h} has for numbers in ELF files, such as {@code EM_X86_64} for 62. A number without
 * a name is shown in hexadecimal, such as {@code 0xfeed}: no method fails.
 *
 * <p>Some numbers depend on the machine; methods for these take it as a parameter.
 */
public final class ElfNames {
    // number and name; decimal for machines, hexadecimal for all others, as elf.h writes them
    private static final String MACHINES = """
            0 NONE, 1 M32, 2 SPARC, 3 386, 4 68K, 5 88K, 6 IAMCU, 7 860, 8 MIPS, 9 S370, 10 MIPS_RS3_LE,
            15 PARISC, 17 VPP500, 18 SPARC32PLUS, 19 960, 20 PPC, 21 PPC64, 22 S390, 23 SPU, 36 V800,
            37 FR20, 38 RH32, 39 RCE, 40 ARM, 41 FAKE_ALPHA, 42 SH, 43 SPARCV9, 44 TRICORE, 45 ARC,
            46 H8_300, 47 H8_300H, 48 H8S, 49 H8_500, 50 IA_64, 51 MIPS_X, 52 COLDFIRE, 53 68HC12, 54 MMA,
            55 PCP, 56 NCPU, 57 NDR1, 58 STARCORE, 59 ME16, 60 ST100, 61 TINYJ, 62 X86_64, 63 PDSP,
            64 PDP10, 65 PDP11, 66 FX66, 67 ST9PLUS, 68 ST7, 69 68HC16, 70 68HC11, 71 68HC08, 72 68HC05,
            73 SVX, 74 ST19, 75 VAX, 76 CRIS, 77 JAVELIN, 78 FIREPATH, 79 ZSP, 80 MMIX, 81 HUANY, 82 PRISM,
            83 AVR, 84 FR30, 85 D10V, 86 D30V, 87 V850, 88 M32R, 89 MN10300, 90 MN10200, 91 PJ,
            92 OPENRISC, 93 ARC_COMPACT, 94 XTENSA, 95 VIDEOCORE, 96 TMM_GPP, 97 NS32K, 98 TPC, 99 SNP1K,
            100 ST200, 101 IP2K, 102 MAX, 103 CR, 104 F2MC16, 105 MSP430, 106 BLACKFIN, 107 SE_C33,
            108 SEP, 109 ARCA, 110 UNICORE, 111 EXCESS, 112 DXP, 113 ALTERA_NIOS2, 114 CRX, 115 XGATE,
            116 C166, 117 M16C, 118 DSPIC30F, 119 CE, 120 M32C, 131 TSK3000, 132 RS08, 133 SHARC,
            134 ECOG2, 135 SCORE7, 136 DSP24, 137 VIDEOCORE3, 138 LATTICEMICO32, 139 SE_C17, 140 TI_C6000,
            141 TI_C2000, 142 TI_C5500, 143 TI_ARP32, 144 TI_PRU, 160 MMDSP_PLUS, 161 CYPRESS_M8C,
            162 R32C, 163 TRIMEDIA, 164 QDSP6, 165 8051, 166 STXP7X, 167 NDS32, 168 ECOG1X, 169 MAXQ30,
            170 XIMO16, 171 MANIK, 172 CRAYNV2, 173 RX, 174 METAG, 175 MCST_ELBRUS, 176 ECOG16, 177 CR16,
            178 ETPU, 179 SLE9X, 180 L10M, 181 K10M, 183 AARCH64, 185 AVR32, 186 STM8, 187 TILE64,
            188 TILEPRO, 189 MICROBLAZE, 190 CUDA, 191 TILEGX, 192 CLOUDSHIELD, 193 COREA_1ST,
            194 COREA_2ND, 195 ARCV2, 196 OPEN8, 197 RL78, 198 VIDEOCORE5, 199 78KOR, 200 56800EX, 201 BA1,
            202 BA2, 203 XCORE, 204 MCHP_PIC, 205 INTELGT, 210 KM32, 211 KMX32, 212 EMX16, 213 EMX8,
            214 KVARC, 215 CDP, 216 COGE, 217 COOL, 218 NORC, 219 CSR_KALIMBA, 220 Z80, 221 VISIUM,
            222 FT32, 223 MOXIE, 224 AMDGPU, 243 RISCV, 247 BPF, 252 CSKY, 258 LOONGARCH, 36902 ALPHA
            """;

    private static final String SEGMENTS = """
            0 NULL, 1 LOAD, 2 DYNAMIC, 3 INTERP, 4 NOTE, 5 SHLIB, 6 PHDR, 7 TLS, 6474e550 GNU_EH_FRAME,
            6474e551 GNU_STACK, 6474e552 GNU_RELRO, 6474e553 GNU_PROPERTY, 6ffffffa SUNWBSS,
            6ffffffb SUNWSTACK
            """;

    private static final String SECTIONS = """
            0 NULL, 1 PROGBITS, 2 SYMTAB, 3 STRTAB, 4 RELA, 5 HASH, 6 DYNAMIC, 7 NOTE, 8 NOBITS, 9 REL,
            a SHLIB, b DYNSYM, e INIT_ARRAY, f FINI_ARRAY, 10 PREINIT_ARRAY, 11 GROUP, 12 SYMTAB_SHNDX,
            13 RELR, 6ffffff5 GNU_ATTRIBUTES, 6ffffff6 GNU_HASH, 6ffffff7 GNU_LIBLIST, 6ffffff8 CHECKSUM,
            6ffffffa SUNW_move, 6ffffffb SUNW_COMDAT, 6ffffffc SUNW_syminfo, 6ffffffd GNU_verdef,
            6ffffffe GNU_verneed, 6fffffff GNU_versym
            """;

    private static final String TAGS = """
            0 NULL, 1 NEEDED, 2 PLTRELSZ, 3 PLTGOT, 4 HASH, 5 STRTAB, 6 SYMTAB, 7 RELA, 8 RELASZ,
            9 RELAENT, a STRSZ, b SYMENT, c INIT, d FINI, e SONAME, f RPATH, 10 SYMBOLIC, 11 REL, 12 RELSZ,
            13 RELENT, 14 PLTREL, 15 DEBUG, 16 TEXTREL, 17 JMPREL, 18 BIND_NOW, 19 INIT_ARRAY,
            1a FINI_ARRAY, 1b INIT_ARRAYSZ, 1c FINI_ARRAYSZ, 1d RUNPATH, 1e FLAGS, 20 PREINIT_ARRAY,
            21 PREINIT_ARRAYSZ, 22 SYMTAB_SHNDX, 23 RELRSZ, 24 RELR, 25 RELRENT, 6ffffdf5 GNU_PRELINKED,
            6ffffdf6 GNU_CONFLICTSZ, 6ffffdf7 GNU_LIBLISTSZ, 6ffffdf8 CHECKSUM, 6ffffdf9 PLTPADSZ,
            6ffffdfa MOVEENT, 6ffffdfb MOVESZ, 6ffffdfc FEATURE_1, 6ffffdfd POSFLAG_1, 6ffffdfe SYMINSZ,
            6ffffdff SYMINENT, 6ffffef5 GNU_HASH, 6ffffef6 TLSDESC_PLT, 6ffffef7 TLSDESC_GOT,
            6ffffef8 GNU_CONFLICT, 6ffffef9 GNU_LIBLIST, 6ffffefa CONFIG, 6ffffefb DEPAUDIT,
            6ffffefc AUDIT, 6ffffefd PLTPAD, 6ffffefe MOVETAB, 6ffffeff SYMINFO, 6ffffff0 VERSYM,
            6ffffff9 RELACOUNT, 6ffffffa RELCOUNT, 6ffffffb FLAGS_1, 6ffffffc VERDEF, 6ffffffd VERDEFNUM,
            6ffffffe VERNEED, 6fffffff VERNEEDNUM, 7ffffffd AUXILIARY, 7fffffff FILTER
            """;

    /** Machine-specific names, which start with the name of the machine. */
    private static final String MACHINE_SEGMENTS = """
            70000000 MIPS_REGINFO, 70000001 MIPS_RTPROC, 70000002 MIPS_OPTIONS, 70000003 MIPS_ABIFLAGS,
            70000001 ARM_EXIDX, 70000002 AARCH64_MEMTAG_MTE, 70000000 IA_64_ARCHEXT, 70000001 IA_64_UNWIND,
            70000003 RISCV_ATTRIBUTES, 70000000 PARISC_ARCHEXT, 70000001 PARISC_UNWIND
            """;

    private static final String MACHINE_SECTIONS = """
            70000000 MIPS_LIBLIST, 70000001 MIPS_MSYM, 70000002 MIPS_CONFLICT, 70000003 MIPS_GPTAB,
            70000004 MIPS_UCODE, 70000005 MIPS_DEBUG, 70000006 MIPS_REGINFO, 70000007 MIPS_PACKAGE,
            70000008 MIPS_PACKSYM, 70000009 MIPS_RELD, 7000000b MIPS_IFACE, 7000000c MIPS_CONTENT,
            7000000d MIPS_OPTIONS, 70000010 MIPS_SHDR, 70000011 MIPS_FDESC, 70000012 MIPS_EXTSYM,
            70000013 MIPS_DENSE, 70000014 MIPS_PDESC, 70000015 MIPS_LOCSYM, 70000016 MIPS_AUXSYM,
            70000017 MIPS_OPTSYM, 70000018 MIPS_LOCSTR, 70000019 MIPS_LINE, 7000001a MIPS_RFDESC,
            7000001b MIPS_DELTASYM, 7000001c MIPS_DELTAINST, 7000001d MIPS_DELTACLASS, 7000001e MIPS_DWARF,
            7000001f MIPS_DELTADECL, 70000020 MIPS_SYMBOL_LIB, 70000021 MIPS_EVENTS,
            70000022 MIPS_TRANSLATE, 70000023 MIPS_PIXIE, 70000024 MIPS_XLATE, 70000025 MIPS_XLATE_DEBUG,
            70000026 MIPS_WHIRL, 70000027 MIPS_EH_REGION, 70000028 MIPS_XLATE_OLD,
            70000029 MIPS_PDR_EXCEPTION, 7000002a MIPS_ABIFLAGS, 7000002b MIPS_XHASH, 70000001 ARM_EXIDX, 70000002 ARM_PREEMPTMAP,
            70000003 ARM_ATTRIBUTES, 70000000 IA_64_EXT, 70000001 IA_64_UNWIND, 70000003 RISCV_ATTRIBUTES,
            70000000 PARISC_EXT, 70000001 PARISC_UNWIND, 70000002 PARISC_DOC, 70000001 ALPHA_DEBUG,
            70000002 ALPHA_REGINFO, 70000001 X86_64_UNWIND, 70000001 CSKY_ATTRIBUTES
            """;

    private static final String MACHINE_TAGS = """
            70000001 MIPS_RLD_VERSION, 70000002 MIPS_TIME_STAMP, 70000003 MIPS_ICHECKSUM,
            70000004 MIPS_IVERSION, 70000005 MIPS_FLAGS, 70000006 MIPS_BASE_ADDRESS, 70000007 MIPS_MSYM,
            70000008 MIPS_CONFLICT, 70000009 MIPS_LIBLIST, 7000000a MIPS_LOCAL_GOTNO,
            7000000b MIPS_CONFLICTNO, 70000010 MIPS_LIBLISTNO, 70000011 MIPS_SYMTABNO,
            70000012 MIPS_UNREFEXTNO, 70000013 MIPS_GOTSYM, 70000014 MIPS_HIPAGENO, 70000016 MIPS_RLD_MAP,
            70000017 MIPS_DELTA_CLASS, 70000018 MIPS_DELTA_CLASS_NO, 70000019 MIPS_DELTA_INSTANCE,
            7000001a MIPS_DELTA_INSTANCE_NO, 7000001b MIPS_DELTA_RELOC, 7000001c MIPS_DELTA_RELOC_NO,
            7000001d MIPS_DELTA_SYM, 7000001e MIPS_DELTA_SYM_NO, 70000020 MIPS_DELTA_CLASSSYM,
            70000021 MIPS_DELTA_CLASSSYM_NO, 70000022 MIPS_CXX_FLAGS, 70000023 MIPS_PIXIE_INIT,
            70000024 MIPS_SYMBOL_LIB, 70000025 MIPS_LOCALPAGE_GOTIDX, 70000026 MIPS_LOCAL_GOTIDX,
            70000027 MIPS_HIDDEN_GOTIDX, 70000028 MIPS_PROTECTED_GOTIDX, 70000029 MIPS_OPTIONS,
            7000002a MIPS_INTERFACE, 7000002b MIPS_DYNSTR_ALIGN, 7000002c MIPS_INTERFACE_SIZE,
            7000002d MIPS_RLD_TEXT_RESOLVE_ADDR, 7000002e MIPS_PERF_SUFFIX, 7000002f MIPS_COMPACT_SIZE,
            70000030 MIPS_GP_VALUE, 70000031 MIPS_AUX_DYNAMIC, 70000032 MIPS_PLTGOT, 70000034 MIPS_RWPLT,
            70000035 MIPS_RLD_MAP_REL, 70000036 MIPS_XHASH, 70000001 SPARC_REGISTER, 70000002 NIOS2_GP
            """;

    private static final String SEGMENT_FLAGS = "4 R, 2 W, 1 X";

    private static final String SECTION_FLAGS = """
            1 WRITE, 2 ALLOC, 4 EXECINSTR, 10 MERGE, 20 STRINGS, 40 INFO_LINK, 80 LINK_ORDER,
            100 OS_NONCONFORMING, 200 GROUP, 400 TLS, 800 COMPRESSED, 200000 GNU_RETAIN, 40000000 ORDERED,
            80000000 EXCLUDE
            """;

    private static final String DYNAMIC_FLAGS = "1 ORIGIN, 2 SYMBOLIC, 4 TEXTREL, 8 BIND_NOW, 10 STATIC_TLS";

    private static final String DYNAMIC_FLAGS_1 = """
            1 NOW, 2 GLOBAL, 4 GROUP, 8 NODELETE, 10 LOADFLTR, 20 INITFIRST, 40 NOOPEN, 80 ORIGIN, 100 DIRECT,
            200 TRANS, 400 INTERPOSE, 800 NODEFLIB, 1000 NODUMP, 2000 CONFALT, 4000 ENDFILTEE,
            8000 DISPRELDNE, 10000 DISPRELPND, 20000 NODIRECT, 40000 IGNMULDEF, 80000 NOKSYMS, 100000 NOHDR,
            200000 EDITED, 400000 NORELOC, 800000 SYMINTPOSE, 1000000 GLOBAUDIT, 2000000 SINGLETON,
            4000000 STUB, 8000000 PIE, 10000000 KMOD, 20000000 WEAKFILTER, 40000000 NOCOMMON
            """;

    private ElfNames() {}

    /** Tables are parsed on first use. */
    private static final class Tables {
        static final Map<Long, String> MACHINE = parse(MACHINES, 10);
        static final Map<Long, String> SEGMENT = parse(SEGMENTS, 16);
        static final Map<Long, String> SECTION = parse(SECTIONS, 16);
        static final Map<Long, String> TAG = parse(TAGS, 16);

        static Map<Long, String> parse(String table, int radix) {
            Map<Long, String> names = new LinkedHashMap<>();
            for (String entry : table.strip().split(",\\s+")) {
                String[] words = entry.split(" ", 2);
                names.put(Long.parseLong(words[0], radix), words[1]);
            }
            return names;
        }
    }

    /** {@code e_type}, such as {@code ET_DYN}. */
    public static String type(int type) {
        return switch (type) {
            case ElfConstants.ET_NONE -> "ET_NONE";
            case ElfConstants.ET_REL -> "ET_REL";
            case ElfConstants.ET_EXEC -> "ET_EXEC";
            case ElfConstants.ET_DYN -> "ET_DYN";
            case ElfConstants.ET_CORE -> "ET_CORE";
            default -> hex(type);
        };
    }

    /** {@code e_machine}, such as {@code EM_AARCH64}. */
    public static String machine(int machine) {
        return named("EM_", Tables.MACHINE, machine);
    }

    /**
     * {@code e_ident[EI_OSABI]}, such as {@code ELFOSABI_GNU}; on some machines, values from 64 on are
     * machine-specific.
     */
    public static String osAbi(int osAbi) {
        return switch (osAbi) {
            case ElfConstants.ELFOSABI_NONE -> "ELFOSABI_NONE";
            case ElfConstants.ELFOSABI_HPUX -> "ELFOSABI_HPUX";
            case ElfConstants.ELFOSABI_NETBSD -> "ELFOSABI_NETBSD";
            case ElfConstants.ELFOSABI_GNU -> "ELFOSABI_GNU";
            case ElfConstants.ELFOSABI_SOLARIS -> "ELFOSABI_SOLARIS";
            case ElfConstants.ELFOSABI_AIX -> "ELFOSABI_AIX";
            case ElfConstants.ELFOSABI_IRIX -> "ELFOSABI_IRIX";
            case ElfConstants.ELFOSABI_FREEBSD -> "ELFOSABI_FREEBSD";
            case ElfConstants.ELFOSABI_TRU64 -> "ELFOSABI_TRU64";
            case 11 -> "ELFOSABI_MODESTO";
            case ElfConstants.ELFOSABI_OPENBSD -> "ELFOSABI_OPENBSD";
            case 64 -> "ELFOSABI_ARM_AEABI";
            case 97 -> "ELFOSABI_ARM";
            case 255 -> "ELFOSABI_STANDALONE";
            default -> hex(osAbi);
        };
    }

    /** {@code p_type}, such as {@code PT_LOAD}. */
    public static String segmentType(int type, int machine) {
        return named("PT_", Tables.SEGMENT, MACHINE_SEGMENTS, Integer.toUnsignedLong(type), machine);
    }

    /** {@code sh_type}, such as {@code SHT_PROGBITS}. */
    public static String sectionType(int type, int machine) {
        return named("SHT_", Tables.SECTION, MACHINE_SECTIONS, Integer.toUnsignedLong(type), machine);
    }

    /** {@code d_tag}, such as {@code DT_NEEDED}. */
    public static String dynamicTag(long tag, int machine) {
        return named("DT_", Tables.TAG, MACHINE_TAGS, tag, machine);
    }

    /** The bits of {@code p_flags}, such as {@code PF_R} and {@code PF_X}. Bits without a name come last, as one number. */
    public static List<String> segmentFlags(int flags) {
        return bits("PF_", SEGMENT_FLAGS, Integer.toUnsignedLong(flags));
    }

    /** The bits of {@code sh_flags}, such as {@code SHF_ALLOC}. Bits without a name come last, as one number. */
    public static List<String> sectionFlags(long flags) {
        return bits("SHF_", SECTION_FLAGS, flags);
    }

    /** The bits of DT_FLAGS, such as {@code DF_BIND_NOW}. Bits without a name come last, as one number. */
    public static List<String> dynamicFlags(long flags) {
        return bits("DF_", DYNAMIC_FLAGS, flags);
    }

    /** The bits of DT_FLAGS_1, such as {@code DF_1_PIE}. Bits without a name come last, as one number. */
    public static List<String> dynamicFlags1(long flags) {
        return bits("DF_1_", DYNAMIC_FLAGS_1, flags);
    }

    private static List<String> bits(String prefix, String table, long flags) {
        List<String> names = new ArrayList<>();
        long left = flags;
        for (Map.Entry<Long, String> bit : Tables.parse(table, 16).entrySet()) {
            if ((flags & bit.getKey()) != 0) {
                names.add(prefix + bit.getValue());
                left &= ~bit.getKey();
            }
        }
        if (left != 0) {
            names.add(hex(left));
        }
        return List.copyOf(names);
    }

    private static String named(String prefix, Map<Long, String> names, long value) {
        String name = names.get(value);
        return name == null ? hex(value) : prefix + name;
    }

    private static String named(String prefix, Map<Long, String> names, String ofMachines, long value, int machine) {
        if (value < 0x70000000L || value >= 0x7ffffffdL) {
            return named(prefix, names, value);
        }
        boolean sparc = machine == ElfConstants.EM_SPARCV9 || machine == ElfConstants.EM_SPARC32PLUS;
        String owner = sparc ? "SPARC_" : Tables.MACHINE.getOrDefault((long) machine, "") + "_";
        for (Map.Entry<String, Long> entry : ofMachine(ofMachines, owner).entrySet()) {
            if (entry.getValue() == value) {
                return prefix + entry.getKey();
            }
        }
        return hex(value);
    }

    private static Map<String, Long> ofMachine(String table, String owner) {
        Map<String, Long> values = new HashMap<>();
        for (String entry : table.strip().split(",\\s+")) {
            String[] words = entry.split(" ", 2);
            if (words[1].startsWith(owner)) {
                values.put(words[1], Long.parseLong(words[0], 16));
            }
        }
        return values;
    }

    private static String hex(long value) {
        return String.format(Locale.ROOT, "0x%x", value);
    }
}
