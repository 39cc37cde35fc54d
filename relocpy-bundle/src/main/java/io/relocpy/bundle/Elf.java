package io.relocpy.bundle;

import io.relocpy.elf.ElfFile;
import java.io.IOException;

/** Opens files of a root as ELF files. */
final class Elf {
    private Elf() {}

    /** Whether it begins with ELF's magic number. */
    static boolean isElf(Content content) throws IOException {
        return ElfFile.isElf(content.head(4));
    }

    /** Reads it, named by its path in the messages. */
    static ElfFile read(TreeFile.Regular file) throws IOException {
        return ElfFile.of(
                "/" + file.path() + " of " + file.origin().id(), file.content().buffer());
    }
}
