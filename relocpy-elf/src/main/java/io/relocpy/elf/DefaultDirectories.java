package io.relocpy.elf;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The default directories of loaders, by machine: Debian's multiarch directories, then those of other distributions.
 */
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

    /** The standard paths of glibc's loaders for such files, as in {@code ldd}. */
    static List<String> loaders(ElfHeader header) {
        boolean is64 = header.elfClass() == ElfClass.ELF64;
        boolean little = header.byteOrder() == ByteOrder.LITTLE_ENDIAN;
        return switch (header.machine()) {
            case ElfConstants.EM_X86_64 -> List.of(is64 ? "/lib64/ld-linux-x86-64.so.2" : "/libx32/ld-linux-x32.so.2");
            case ElfConstants.EM_386, ElfConstants.EM_ALPHA, ElfConstants.EM_SH, ElfConstants.EM_SPARC ->
                List.of("/lib/ld-linux.so.2");
            case ElfConstants.EM_AARCH64 ->
                List.of(little ? "/lib/ld-linux-aarch64.so.1" : "/lib/ld-linux-aarch64_be.so.1");
            case ElfConstants.EM_ARM ->
                List.of(isHardFloat(header) ? "/lib/ld-linux-armhf.so.3" : "/lib/ld-linux.so.3");
            case ElfConstants.EM_PPC64 -> List.of(little ? "/lib64/ld64.so.2" : "/lib64/ld64.so.1");
            case ElfConstants.EM_S390 -> List.of(is64 ? "/lib/ld64.so.1" : "/lib/ld.so.1");
            case ElfConstants.EM_RISCV ->
                List.of(is64 ? "/lib/ld-linux-riscv64-lp64d.so.1" : "/lib/ld-linux-riscv32-ilp32d.so.1");
            case ElfConstants.EM_LOONGARCH -> List.of("/lib64/ld-linux-loongarch-lp64d.so.1");
            case ElfConstants.EM_MIPS -> List.of(is64 ? "/lib64/ld.so.1" : "/lib/ld.so.1");
            case ElfConstants.EM_SPARCV9 -> List.of("/lib64/ld-linux.so.2");
            case ElfConstants.EM_IA_64 -> List.of("/lib/ld-linux-ia64.so.2");
            default -> List.of("/lib/ld.so.1");
        };
    }

    /** The standard paths of musl's loaders. */
    static List<String> muslLoaders(ElfHeader header) {
        boolean is64 = header.elfClass() == ElfClass.ELF64;
        boolean little = header.byteOrder() == ByteOrder.LITTLE_ENDIAN;
        List<String> names =
                switch (header.machine()) {
                    case ElfConstants.EM_X86_64 -> List.of(is64 ? "x86_64" : "x32");
                    case ElfConstants.EM_386 -> List.of("i386");
                    case ElfConstants.EM_AARCH64 -> List.of(little ? "aarch64" : "aarch64_be");
                    case ElfConstants.EM_ARM -> isHardFloat(header) ? List.of("armhf", "armv7") : List.of("arm");
                    case ElfConstants.EM_PPC64 -> List.of(little ? "powerpc64le" : "powerpc64");
                    case ElfConstants.EM_PPC -> List.of("powerpc");
                    case ElfConstants.EM_S390 -> List.of("s390x");
                    case ElfConstants.EM_RISCV -> List.of(is64 ? "riscv64" : "riscv32");
                    case ElfConstants.EM_LOONGARCH -> List.of("loongarch64");
                    case ElfConstants.EM_MIPS -> List.of((is64 ? "mips64" : "mips") + (little ? "el" : ""));
                    default -> List.of("unknown");
                };
        return names.stream().map(name -> "/lib/ld-musl-" + name + ".so.1").toList();
    }

    private static boolean isHardFloat(ElfHeader header) {
        return (header.flags() & 0x400) != 0;
    }

    /** The value of {@code $LIB} when no loader is available: that of an upstream glibc build. */
    static String lib(ElfHeader header) {
        return header.elfClass() == ElfClass.ELF64 ? "lib64" : "lib";
    }

    /** The value of {@code $PLATFORM} if the processor is not known. */
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
            case ElfConstants.EM_ARM -> Optional.of(isHardFloat(header) ? "arm-linux-gnueabihf" : "arm-linux-gnueabi");
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
