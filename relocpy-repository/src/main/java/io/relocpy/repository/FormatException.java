package io.relocpy.repository;

import io.relocpy.repository.internal.text.Printable;
import java.io.IOException;

/**
 * A package or a repository's metadata is not what its format says: where, what was expected, what was found. What the
 * message takes from there is cut off where it is long, and printable.
 */
public class FormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private static final int MAX_FOUND = 1000;

    /**
     * Makes the message {@code where: expected …, found …}.
     *
     * @param where file and offset, tag or element
     * @param expected what the format asks for
     * @param found what was read instead
     */
    public FormatException(String where, String expected, String found) {
        super(Printable.of(where + ": expected " + expected + ", found " + cut(found)));
    }

    /**
     * As above, with the exception of the decoder underneath.
     *
     * @param where file and offset, tag or element
     * @param expected what the format asks for
     * @param cause what the decoder said
     */
    public FormatException(String where, String expected, Throwable cause) {
        super(Printable.of(where + ": expected " + expected + ", found " + cut(oneLine(cause))), cause);
    }

    /** Parsers put their position on a line of its own. */
    private static String oneLine(Throwable cause) {
        return String.valueOf(cause.getMessage()).strip().replaceAll("\\R\\s*", " ");
    }

    private static String cut(String found) {
        return found.length() <= MAX_FOUND ? found : found.substring(0, MAX_FOUND) + "…";
    }
}
