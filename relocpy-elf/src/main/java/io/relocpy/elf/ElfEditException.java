package io.relocpy.elf;

/**
 * An edit cannot be made on this file without breaking it, or makes no sense on its kind. The file is as it was.
 *
 * <p>The message says what was in the way.
 */
public class ElfEditException extends ElfFormatException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the message {@code where: expected …, found …}.
     *
     * @param where file and part of it
     * @param expected what the edit needs
     * @param found what is there instead
     */
    public ElfEditException(String where, String expected, String found) {
        super(where, expected, found);
    }
}
