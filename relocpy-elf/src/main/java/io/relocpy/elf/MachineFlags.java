package io.relocpy.elf;

import java.util.ArrayList;
import java.util.List;

/**
 * The names of the bits of {@code e_flags}, worded and ordered as in {@code readelf -h}. Sources: the machines' psABIs.
 */
final class MachineFlags {
    private static final String[] MIPS_LEVELS = {
        "mips1", "mips2", "mips3", "mips4", "mips5", "mips32", "mips64", "mips32r2", "mips64r2", "mips32r6", "mips64r6"
    };
    private static final String[] MIPS_ABIS = {"", "o32", "o64", "eabi32", "eabi64"};
    private static final String[] RISCV_FLOATS = {"soft", "single", "double", "quad"};
    private static final String[] LOONGARCH_FLOATS = {"", "SOFT-FLOAT", "SINGLE-FLOAT", "DOUBLE-FLOAT"};

    private final long flags;
    private final List<String> names = new ArrayList<>();

    private MachineFlags(long flags) {
        this.flags = flags;
    }

    static List<String> names(int machine, long flags) {
        MachineFlags decoder = new MachineFlags(flags);
        switch (machine) {
            case ElfConstants.EM_ARM -> decoder.arm();
            case ElfConstants.EM_MIPS -> decoder.mips();
            case ElfConstants.EM_RISCV -> decoder.riscv();
            case ElfConstants.EM_LOONGARCH -> decoder.loongarch();
            case ElfConstants.EM_PPC64 -> decoder.bit(3, "abiv" + (flags & 3));
            case ElfConstants.EM_S390 -> decoder.bit(1, "highgprs");
            case ElfConstants.EM_PPC -> {
                decoder.bit(0x80000000L, "emb");
                decoder.bit(0x10000, "relocatable");
                decoder.bit(0x8000, "relocatable-lib");
            }
            default -> {
                // no bits in use
            }
        }
        return List.copyOf(decoder.names);
    }

    private void bit(long mask, String name) {
        if ((flags & mask) != 0) {
            names.add(name);
        }
    }

    private void arm() {
        long version = flags >>> 24;
        bit(0xff000000L, "Version" + version + " EABI");
        if (version >= 4) {
            bit(0x800000, "BE8");
            bit(0x400000, "LE8");
        }
        if (version >= 5) {
            bit(0x200, "soft-float ABI");
            bit(0x400, "hard-float ABI");
        }
    }

    private void mips() {
        bit(1, "noreorder");
        bit(2, "pic");
        bit(4, "cpic");
        bit(0x10, "ugen_reserved");
        bit(0x20, "abi2");
        bit(0x80, "odk first");
        bit(0x100, "32bitmode");
        bit(0x400, "nan2008");
        bit(0x200, "fp64");
        int abi = (int) (flags >>> 12 & 0xf);
        if (abi > 0 && abi < MIPS_ABIS.length) {
            names.add(MIPS_ABIS[abi]);
        }
        bit(0x08000000, "mdmx");
        bit(0x04000000, "mips16");
        bit(0x02000000, "micromips");
        int level = (int) (flags >>> 28 & 0xf);
        if (level < MIPS_LEVELS.length) {
            names.add(MIPS_LEVELS[level]);
        }
    }

    private void riscv() {
        bit(1, "RVC");
        bit(8, "RVE");
        bit(0x10, "TSO");
        names.add(RISCV_FLOATS[(int) (flags >>> 1 & 3)] + "-float ABI");
    }

    private void loongarch() {
        int floats = (int) (flags & 7);
        if (floats > 0 && floats < LOONGARCH_FLOATS.length) {
            names.add(LOONGARCH_FLOATS[floats]);
        }
        names.add("OBJ-v" + (flags >>> 6 & 3));
    }
}
