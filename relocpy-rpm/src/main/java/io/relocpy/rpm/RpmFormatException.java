package io.relocpy.rpm;

import java.io.IOException;

/** A package or a repository's metadata is not what its format says: where, what was expected, what was found. */
public class RpmFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the message {@code where: expected …, found …}.
     *
     * @param where file and offset, tag or element
     * @param expected what the format asks for
     * @param found what was read instead
     */
    public RpmFormatException(String where, String expected, String found) {
        super(where + ": expected " + expected + ", found " + found);
    }

    /**
     * As above, with the exception of the decoder underneath.
     *
     * @param where file and offset, tag or element
     * @param expected what the format asks for
     * @param cause what the decoder said
     */
    public RpmFormatException(String where, String expected, Throwable cause) {
        super(where + ": expected " + expected + ", found " + cause.getMessage(), cause);
    }
}
