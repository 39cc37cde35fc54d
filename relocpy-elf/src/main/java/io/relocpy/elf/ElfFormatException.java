package io.relocpy.elf;

import java.io.IOException;

/** A file violates the ELF specification: where, what was expected, what was found. */
public class ElfFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the message {@code where: expected …, found …}.
     *
     * @param where file and offset or field
     * @param expected what the specification requires
     * @param found what was found instead
     */
    public ElfFormatException(String where, String expected, String found) {
        super(Printable.of(where + ": expected " + expected + ", found " + found));
    }
}
