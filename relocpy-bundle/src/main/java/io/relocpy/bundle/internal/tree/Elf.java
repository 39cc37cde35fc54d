package io.relocpy.bundle.internal.tree;

import io.relocpy.elf.ElfFile;
import io.relocpy.elf.ElfFormatException;
import io.relocpy.elf.ElfKind;
import java.io.IOException;
import java.util.Set;

/** Opens files as ELF files, so that every message names path and origin. */
public final class Elf {
    private static final Set<ElfKind> PROGRAMS =
            Set.of(ElfKind.EXECUTABLE, ElfKind.PIE, ElfKind.STATIC_EXECUTABLE, ElfKind.STATIC_PIE);

    private Elf() {}

    /** Whether it begins with ELF's magic number. */
    public static boolean isElf(Content content) throws IOException {
        return ElfFile.isElf(content.head(4));
    }

    /** Reads a file of a package. */
    public static ElfFile read(TreeFile.Regular file) throws IOException {
        return ElfFile.of(
                "/" + file.path() + " of " + file.origin().id(), file.content().view());
    }

    /** Reads a file of the bundle. */
    public static ElfFile read(BundleFile.Regular file) throws IOException {
        return ElfFile.of(file.path() + " of " + file.origin(), file.content().view());
    }

    /** Whether the kernel can execute it: it is no library and no object file. False for a damaged one. */
    public static boolean isProgram(String path, Content content) throws IOException {
        if (!isElf(content)) {
            return false;
        }
        try {
            return PROGRAMS.contains(ElfFile.of(path, content.buffer()).kind());
        } catch (ElfFormatException e) {
            return false;
        }
    }

    /** Whether it is a program that the caller gave: it stays as it is, and runs with what the host has. */
    public static boolean isCallersProgram(BundleFile.Regular file) throws IOException {
        return file.origin().id().equals(Origin.WithoutPackage.SCRIPT.id()) && isProgram(file.path(), file.content());
    }
}
