package io.relocpy.elf;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The directories that loaders have built in, by machine: Debian's multiarch ones, then those of all others. */
final class DefaultDirectories {
    private DefaultDirectories() {}

    static List<String> of(ElfHeader header) {
        List<String> all = new ArrayList<>();
        multiarch(header).ifPresent(triplet -> {
            all.add("/lib/" + triplet);
            all.add("/usr/lib/" + triplet);
        });
        if (header.elfClass() == ElfClass.ELF64) {
            all.add("/lib64");
            all.add("/usr/lib64");
        }
        all.add("/lib");
        all.add("/usr/lib");
        return List.copyOf(all);
    }

    /** What {@code $LIB} stands for. */
    static String lib(ElfHeader header) {
        return header.elfClass() == ElfClass.ELF64 ? "lib64" : "lib";
    }

    /** What {@code $PLATFORM} stands for, without looking at the processor. */
    static Optional<String> platform(ElfHeader header) {
        return switch (header.machine()) {
            case ElfConstants.EM_X86_64 -> Optional.of("x86_64");
            case ElfConstants.EM_386 -> Optional.of("i686");
            case ElfConstants.EM_AARCH64 -> Optional.of("aarch64");
            case ElfConstants.EM_ARM -> Optional.of("v7l");
            default -> Optional.empty();
        };
    }

    /** Debian's name for the machine; source: the Debian wiki's "Multiarch/Tuples". */
    private static Optional<String> multiarch(ElfHeader header) {
        boolean is64 = header.elfClass() == ElfClass.ELF64;
        boolean little = header.byteOrder() == ByteOrder.LITTLE_ENDIAN;
        return switch (header.machine()) {
            case ElfConstants.EM_X86_64 -> Optional.of(is64 ? "x86_64-linux-gnu" : "x86_64-linux-gnux32");
            case ElfConstants.EM_386 -> Optional.of("i386-linux-gnu");
            case ElfConstants.EM_AARCH64 -> Optional.of("aarch64-linux-gnu");
            case ElfConstants.EM_ARM ->
                Optional.of((header.flags() & 0x400) != 0 ? "arm-linux-gnueabihf" : "arm-linux-gnueabi");
            case ElfConstants.EM_PPC64 -> Optional.of(little ? "powerpc64le-linux-gnu" : "powerpc64-linux-gnu");
            case ElfConstants.EM_PPC -> Optional.of("powerpc-linux-gnu");
            case ElfConstants.EM_S390 -> is64 ? Optional.of("s390x-linux-gnu") : Optional.empty();
            case ElfConstants.EM_RISCV -> is64 ? Optional.of("riscv64-linux-gnu") : Optional.empty();
            case ElfConstants.EM_LOONGARCH -> Optional.of("loongarch64-linux-gnu");
            case ElfConstants.EM_MIPS ->
                Optional.of((is64 ? "mips64" : "mips") + (little ? "el" : "") + "-linux-gnu" + (is64 ? "abi64" : ""));
            case ElfConstants.EM_SPARCV9 -> Optional.of("sparc64-linux-gnu");
            case ElfConstants.EM_IA_64 -> Optional.of("ia64-linux-gnu");
            case ElfConstants.EM_ALPHA -> Optional.of("alpha-linux-gnu");
            default -> Optional.empty();
        };
    }
}
