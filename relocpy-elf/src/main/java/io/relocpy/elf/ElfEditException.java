package io.relocpy.elf;

/**
 * An edit cannot be made without breaking the file, or makes no sense for this kind of file. The file is unchanged.
 *
 * <p>The message says what prevents the edit.
 */
public class ElfEditException extends ElfFormatException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the message {@code where: expected …, found …}.
     *
     * @param where file and part of it
     * @param expected what the edit requires
     * @param found what was found instead
     */
    public ElfEditException(String where, String expected, String found) {
        super(where, expected, found);
    }
}
