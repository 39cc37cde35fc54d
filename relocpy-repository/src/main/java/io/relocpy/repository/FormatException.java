package io.relocpy.repository;

import io.relocpy.repository.internal.text.Printable;
import java.io.IOException;

/**
 * Thrown if a package or repository metadata violates its format. The message says where, what was expected and what
 * was found; quoted input is truncated and made printable.
 */
public class FormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private static final int MAX_FOUND = 1000;

    /**
     * Creates an exception with the message {@code where: expected …, found …}.
     *
     * @param where file and offset, tag or element
     * @param expected what the format requires
     * @param found what was found
     */
    public FormatException(String where, String expected, String found) {
        super(Printable.of(where + ": expected " + expected + ", found " + cut(found)));
    }

    /**
     * As above, caused by an exception of a decoder.
     *
     * @param where file and offset, tag or element
     * @param expected what the format requires
     * @param cause the decoder's exception
     */
    public FormatException(String where, String expected, Throwable cause) {
        super(Printable.of(where + ": expected " + expected + ", found " + cut(oneLine(cause))), cause);
    }

    /** Parsers put the position on a separate line. */
    private static String oneLine(Throwable cause) {
        return String.valueOf(cause.getMessage()).strip().replaceAll("\\R\\s*", " ");
    }

    private static String cut(String found) {
        return found.length() <= MAX_FOUND ? found : found.substring(0, MAX_FOUND) + "…";
    }
}
