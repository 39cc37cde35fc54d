/** Reads, edits and resolves ELF files; needs no other module of relocpy. */
module io.relocpy.elf {
    requires static transitive org.jspecify;

    exports io.relocpy.elf;
}
