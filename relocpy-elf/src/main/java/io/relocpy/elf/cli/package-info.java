/** The command {@code patchelf}, a drop-in replacement for patchelf 0.19 based on {@link io.relocpy.elf.ElfEditor}. */
@NullMarked
package io.relocpy.elf.cli;

import org.jspecify.annotations.NullMarked;
