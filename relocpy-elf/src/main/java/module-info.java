/** Reads, edits and resolves ELF files. */
module io.relocpy.elf {
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports io.relocpy.elf;
}
