package io.relocpy.bundle.internal.tree;

import io.relocpy.elf.ElfFile;
import java.io.IOException;

/** Opens files as ELF files, so that every message names path and origin. */
public final class Elf {
    private Elf() {}

    /** Whether it begins with ELF's magic number. */
    public static boolean isElf(Content content) throws IOException {
        return ElfFile.isElf(content.head(4));
    }

    /** Reads a file of a package. */
    public static ElfFile read(TreeFile.Regular file) throws IOException {
        return ElfFile.of(
                "/" + file.path() + " of " + file.origin().id(), file.content().buffer());
    }

    /** Reads a file of the bundle. */
    public static ElfFile read(BundleFile.Regular file) throws IOException {
        return ElfFile.of(file.path() + " of " + file.origin(), file.content().buffer());
    }
}
