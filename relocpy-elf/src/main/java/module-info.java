/** Reads, edits and resolves ELF files. */
module io.relocpy.elf {
    requires static transitive org.jspecify;

    exports io.relocpy.elf;
}
