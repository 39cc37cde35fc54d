package io.relocpy.elf;

import java.util.Set;

/** Properties of dynamic tags other than their names. */
final class DynamicTags {
    private static final Set<Long> ADDRESSES = Set.of(
            ElfConstants.DT_PLTGOT,
            ElfConstants.DT_HASH,
            ElfConstants.DT_STRTAB,
            ElfConstants.DT_SYMTAB,
            ElfConstants.DT_RELA,
            ElfConstants.DT_INIT,
            ElfConstants.DT_FINI,
            ElfConstants.DT_REL,
            ElfConstants.DT_JMPREL,
            ElfConstants.DT_INIT_ARRAY,
            ElfConstants.DT_FINI_ARRAY,
            ElfConstants.DT_PREINIT_ARRAY,
            ElfConstants.DT_RELR,
            ElfConstants.DT_GNU_HASH,
            ElfConstants.DT_VERSYM,
            ElfConstants.DT_VERDEF,
            ElfConstants.DT_VERNEED);

    private DynamicTags() {}

    /** Whether the tag's value is an address in the file's own memory. */
    static boolean isAddress(long tag) {
        return ADDRESSES.contains(tag);
    }
}
