package io.relocpy.elf.cli;

import io.relocpy.elf.ElfConstants;
import java.util.List;
import java.util.Locale;

/** The names that patchelf has for {@code EI_OSABI}. */
record OsAbi(int value, String name, List<String> others) {
    private static final int GNU_HURD = 4;

    private static final List<OsAbi> ALL = List.of(
            new OsAbi(ElfConstants.ELFOSABI_NONE, "System V", List.of("SystemV", "sysv")),
            new OsAbi(ElfConstants.ELFOSABI_HPUX, "HP-UX", List.of("hpux")),
            new OsAbi(ElfConstants.ELFOSABI_NETBSD, "NetBSD", List.of("netbsd")),
            new OsAbi(ElfConstants.ELFOSABI_GNU, "Linux", List.of("linux")),
            new OsAbi(GNU_HURD, "GNU Hurd", List.of("gnuhurd")),
            new OsAbi(ElfConstants.ELFOSABI_SOLARIS, "Solaris", List.of("solaris")),
            new OsAbi(ElfConstants.ELFOSABI_AIX, "AIX", List.of("aix")),
            new OsAbi(ElfConstants.ELFOSABI_IRIX, "IRIX", List.of("irix")),
            new OsAbi(ElfConstants.ELFOSABI_FREEBSD, "FreeBSD", List.of("freebsd")),
            new OsAbi(ElfConstants.ELFOSABI_TRU64, "Tru64", List.of("tru64")),
            new OsAbi(ElfConstants.ELFOSABI_OPENBSD, "OpenBSD", List.of("openbsd")),
            new OsAbi(ElfConstants.ELFOSABI_OPENVMS, "OpenVMS", List.of("openvms")));

    static String name(int value) {
        for (OsAbi abi : ALL) {
            if (abi.value == value) {
                return abi.name;
            }
        }
        return String.format(Locale.ROOT, "0x%02X", value);
    }

    static int value(String name) throws PatchelfException {
        for (OsAbi abi : ALL) {
            if (abi.name.equals(name) || abi.others.contains(name)) {
                return abi.value;
            }
        }
        throw new PatchelfException("unrecognized OS ABI");
    }
}
