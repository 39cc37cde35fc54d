package io.relocpy.deb;

import io.relocpy.deb.internal.text.Printable;
import java.io.IOException;

/**
 * A package or a repository's index is not what its format says: where, what was expected, what was found. What the
 * message quotes from the input is shortened where it is long, and printable.
 */
public class DebFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private static final int MAX_FOUND = 1000;

    /**
     * Makes the message {@code where: expected …, found …}.
     *
     * @param where file and offset, member or field
     * @param expected what the format requires
     * @param found what was read instead
     */
    public DebFormatException(String where, String expected, String found) {
        super(Printable.of(where + ": expected " + expected + ", found " + shortened(found)));
    }

    /**
     * As above, with the exception of the decoder underneath.
     *
     * @param where file and offset, member or field
     * @param expected what the format requires
     * @param cause the decoder's exception
     */
    public DebFormatException(String where, String expected, Throwable cause) {
        super(Printable.of(where + ": expected " + expected + ", found " + shortened(oneLine(cause))), cause);
    }

    /** Decoders may put their position on a line of its own. */
    private static String oneLine(Throwable cause) {
        return String.valueOf(cause.getMessage()).strip().replaceAll("\\R\\s*", " ");
    }

    private static String shortened(String found) {
        return found.length() <= MAX_FOUND ? found : found.substring(0, MAX_FOUND) + "…";
    }
}
