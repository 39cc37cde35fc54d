/** The command {@code patchelf}, a drop-in for patchelf 0.19 on top of {@link io.relocpy.elf.ElfEditor}. */
@NullMarked
package io.relocpy.elf.cli;

import org.jspecify.annotations.NullMarked;
