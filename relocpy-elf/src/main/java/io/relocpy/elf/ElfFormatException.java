package io.relocpy.elf;

import java.io.IOException;

/** A file is not what the ELF specification says: where, what was expected, what was found. */
public class ElfFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the message {@code where: expected …, found …}.
     *
     * @param where file and offset or field
     * @param expected what the specification asks for
     * @param found what was read instead
     */
    public ElfFormatException(String where, String expected, String found) {
        super(Printable.of(where + ": expected " + expected + ", found " + found));
    }
}
