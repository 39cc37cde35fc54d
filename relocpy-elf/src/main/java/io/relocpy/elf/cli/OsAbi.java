package io.relocpy.elf.cli;

import io.relocpy.elf.ElfConstants;
import java.util.Locale;

/** patchelf's names for {@code EI_OSABI}. */
final class OsAbi {
    private static final int GNU_HURD = 4;

    private OsAbi() {}

    /** What --print-os-abi prints. */
    static String name(int value) {
        return switch (value) {
            case ElfConstants.ELFOSABI_NONE -> "System V";
            case ElfConstants.ELFOSABI_HPUX -> "HP-UX";
            case ElfConstants.ELFOSABI_NETBSD -> "NetBSD";
            case ElfConstants.ELFOSABI_GNU -> "Linux";
            case GNU_HURD -> "GNU Hurd";
            case ElfConstants.ELFOSABI_SOLARIS -> "Solaris";
            case ElfConstants.ELFOSABI_AIX -> "AIX";
            case ElfConstants.ELFOSABI_IRIX -> "IRIX";
            case ElfConstants.ELFOSABI_FREEBSD -> "FreeBSD";
            case ElfConstants.ELFOSABI_TRU64 -> "Tru64";
            case ElfConstants.ELFOSABI_OPENBSD -> "OpenBSD";
            case ElfConstants.ELFOSABI_OPENVMS -> "OpenVMS";
            default ->
                (value < 0x10 ? "0x0" : "0x") + Integer.toHexString(value).toUpperCase(Locale.ROOT);
        };
    }

    /** The names that --set-os-abi accepts, case-insensitively. */
    static int value(String name) throws PatchelfException {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "system v", "system-v", "sysv" -> ElfConstants.ELFOSABI_NONE;
            case "hp-ux" -> ElfConstants.ELFOSABI_HPUX;
            case "netbsd" -> ElfConstants.ELFOSABI_NETBSD;
            case "linux", "gnu" -> ElfConstants.ELFOSABI_GNU;
            case "gnu hurd", "gnu-hurd", "hurd" -> GNU_HURD;
            case "solaris" -> ElfConstants.ELFOSABI_SOLARIS;
            case "aix" -> ElfConstants.ELFOSABI_AIX;
            case "irix" -> ElfConstants.ELFOSABI_IRIX;
            case "freebsd" -> ElfConstants.ELFOSABI_FREEBSD;
            case "tru64" -> ElfConstants.ELFOSABI_TRU64;
            case "openbsd" -> ElfConstants.ELFOSABI_OPENBSD;
            case "openvms" -> ElfConstants.ELFOSABI_OPENVMS;
            default -> throw new PatchelfException("unrecognized OS ABI");
        };
    }
}
