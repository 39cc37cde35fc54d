/** Reads, edits and resolves ELF files. */
@NullMarked
package io.relocpy.elf;

import org.jspecify.annotations.NullMarked;
