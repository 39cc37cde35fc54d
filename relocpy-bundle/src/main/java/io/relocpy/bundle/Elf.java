package io.relocpy.bundle;

import io.relocpy.elf.ElfFile;
import java.io.IOException;

/** Opens files as ELF files, so that every message names path and origin. */
final class Elf {
    private Elf() {}

    /** Whether it begins with ELF's magic number. */
    static boolean isElf(Content content) throws IOException {
        return ElfFile.isElf(content.head(4));
    }

    /** Reads a file of a package. */
    static ElfFile read(TreeFile.Regular file) throws IOException {
        return ElfFile.of(
                "/" + file.path() + " of " + file.origin().id(), file.content().buffer());
    }

    /** Reads a file of the bundle. */
    static ElfFile read(BundleFile.Regular file) throws IOException {
        return ElfFile.of(file.path() + " of " + file.origin(), file.content().buffer());
    }
}
