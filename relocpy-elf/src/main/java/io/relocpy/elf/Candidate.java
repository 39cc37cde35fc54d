package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The loader's verdict on a file that it opened while looking for a name. */
sealed interface Candidate {
    /** Accepted by any kernel. */
    int SMALLEST_PAGE = 4096;

    /** The file is loaded. */
    record Loadable(ElfFile file) implements Candidate {}

    /** The file is skipped and the search continues. */
    record Skipped(String reason) implements Candidate {}

    /** The search ends without a library. */
    record Fatal(String reason) implements Candidate {}

    /** Parses a file, or returns the one that was parsed before. */
    interface Opener {
        ElfFile open(ElfBytes bytes) throws ElfFormatException;
    }

    /**
     * glibc's verdict. Source: {@code open_verify} and {@code _dl_map_object_from_fd} of {@code elf/dl-load.c}.
     *
     * @param own header of the program
     * @param refusesPrograms whether the loader refuses position-independent executables as libraries
     */
    static Candidate ofGlibc(ElfBytes bytes, ElfHeader own, boolean refusesPrograms, Opener opener) {
        try {
            long size = own.elfClass() == ElfClass.ELF64 ? 64 : 52;
            if (bytes.size() < size) {
                return new Fatal("file too short");
            }
            ByteBuffer ident = bytes.read("ELF header", 0, size).order(own.byteOrder());
            if (!ElfFile.isElf(ident)) {
                return new Fatal("invalid ELF header");
            }
            int elfClass = own.elfClass() == ElfClass.ELF64 ? 2 : 1;
            if (ident.get(4) != elfClass) {
                return new Skipped(className(ident.get(4)) + ", not " + own.elfClass());
            }
            String odd = oddIdentification(ident, own);
            int machine = ElfCodec.u16(ident, 18);
            if (!odd.isEmpty()) {
                return machine == own.machine() ? new Fatal(odd) : new Skipped(odd);
            }
            if (ident.getInt(20) != 1) {
                return new Fatal("ELF file version does not match current one");
            }
            ElfFile file = opener.open(bytes);
            String difference = difference(file.header(), own);
            return difference.isEmpty() ? mapped(file, refusesPrograms) : new Skipped(difference);
        } catch (ElfFormatException e) {
            return new Fatal(String.valueOf(e.getMessage()));
        }
    }

    private static String className(byte number) {
        return number == 1 || number == 2 ? (number == 1 ? ElfClass.ELF32 : ElfClass.ELF64).name() : "class " + number;
    }

    /** Why no loader of this machine accepts the identification; for files of other machines this is not checked. */
    private static String oddIdentification(ByteBuffer ident, ElfHeader own) {
        int osAbi = ident.get(7) & 0xff;
        int abiVersion = ident.get(8) & 0xff;
        if (ident.get(5) != (own.byteOrder() == ByteOrder.LITTLE_ENDIAN ? 1 : 2)) {
            return "ELF file data encoding not " + own.byteOrder();
        }
        if (ident.get(6) != 1) {
            return "ELF file version ident does not match current one";
        }
        if (osAbi != 0 && osAbi != ElfConstants.ELFOSABI_GNU && osAbi != own.osAbi()) {
            return "ELF file OS ABI invalid: " + osAbi;
        }
        int mostAbiVersion = own.machine() == ElfConstants.EM_MIPS ? 5 : osAbi == ElfConstants.ELFOSABI_GNU ? 3 : 0;
        if (abiVersion > mostAbiVersion) {
            return "ELF file ABI version invalid: " + abiVersion;
        }
        for (int at = 9; at < 16; at++) {
            if (ident.get(at) != 0) {
                return "nonzero padding in e_ident";
            }
        }
        return "";
    }

    /** Why a file is for another machine; empty if it is not. */
    static String difference(ElfHeader header, ElfHeader own) {
        if (header.elfClass() != own.elfClass()) {
            return header.elfClass() + ", not " + own.elfClass();
        }
        if (header.byteOrder() != own.byteOrder()) {
            return header.byteOrder() + ", not " + own.byteOrder();
        }
        if (header.machine() != own.machine()) {
            return header.machineName() + ", not " + own.machineName();
        }
        long abi = abiBits(own);
        return (header.flags() & abi) == (own.flags() & abi)
                ? ""
                : "%s, not %s".formatted(header.flagNames(), own.flagNames());
    }

    /** The bits of {@code e_flags} that must be equal in all files of a process. */
    private static long abiBits(ElfHeader own) {
        return switch (own.machine()) {
            case ElfConstants.EM_ARM -> (own.flags() & 0x600) == 0 ? 0 : 0x600; // soft and hard float
            case ElfConstants.EM_RISCV -> 0x6; // float ABI
            case ElfConstants.EM_MIPS -> 0x420; // n32, NaN encoding
            case ElfConstants.EM_PPC64 -> 0x3; // ELFv1, ELFv2
            case ElfConstants.EM_LOONGARCH -> 0x7; // float ABI
            default -> 0;
        };
    }

    private static Candidate mapped(ElfFile file, boolean refusesPrograms) throws ElfFormatException {
        int type = file.header().type();
        if (type != ElfConstants.ET_DYN && type != ElfConstants.ET_EXEC) {
            return new Fatal("only ET_DYN and ET_EXEC can be loaded, not "
                    + file.header().typeName());
        }
        boolean segments = file.programHeaders().stream().anyMatch(ProgramHeader::isLoad);
        if (!segments) {
            return new Fatal("object file has no loadable segments");
        }
        // no kernel could map it; whether larger pages are mappable depends on the machine that runs it
        boolean mappable = file.programHeaders().stream()
                .allMatch(p -> !p.isLoad() || (p.virtualAddress() - p.offset()) % SMALLEST_PAGE == 0);
        if (!mappable) {
            return new Fatal("ELF load command address/offset not page-aligned");
        }
        if (type == ElfConstants.ET_EXEC) {
            return new Fatal("cannot dynamically load executable");
        }
        if (file.segment(ElfConstants.PT_DYNAMIC).isEmpty() || file.dynamic().isEmpty()) {
            return new Fatal("object file has no dynamic section");
        }
        if (refusesPrograms && (file.dynamic().get().flags1() & ElfConstants.DF_1_PIE) != 0) {
            return new Fatal("cannot dynamically load position-independent executable");
        }
        return readable(file);
    }

    /**
     * musl's verdict: no file that can be opened is skipped. musl compares neither machines nor the identification; a
     * library for another machine ends the process with a signal. Source: {@code map_library} of {@code
     * ldso/dynlink.c}.
     */
    static Candidate ofMusl(ElfBytes bytes, ElfHeader own, Opener opener) {
        try {
            ElfFile file = opener.open(bytes);
            String difference = difference(file.header(), own);
            int type = file.header().type();
            // musl looks for this itself before any machine-specific code
            boolean differs =
                    file.header().elfClass() != own.elfClass() || file.header().byteOrder() != own.byteOrder();
            if (!difference.isEmpty() && (differs || !MuslSearch.isLibc(file))) {
                return new Fatal(difference);
            }
            if (file.dynamic().isEmpty() || !(type == ElfConstants.ET_DYN || type == ElfConstants.ET_EXEC)) {
                return new Fatal("Exec format error: " + file.header().typeName() + " without a dynamic section");
            }
            return readable(file);
        } catch (ElfFormatException e) {
            return new Fatal(String.valueOf(e.getMessage()));
        }
    }

    /** The file if it is readable as far as the search needs; otherwise a loader would die from a signal. */
    private static Candidate readable(ElfFile file) throws ElfFormatException {
        file.needed();
        file.soname();
        file.rpath();
        file.runpath();
        return new Loadable(file);
    }
}
