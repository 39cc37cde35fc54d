package io.relocpy.deb;

import java.io.IOException;

/**
 * A package, or the metadata of a repository, violates its format. The message says where, what was expected and what was
 * found; text taken from the input is shortened and made printable.
 */
public class DebFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private static final int MAX_FOUND = 1000;

    /**
     * Makes the message {@code where: expected …, found …}.
     *
     * @param where file, and the member, entry, line or field inside it
     * @param expected what the format requires
     * @param found what was read instead
     */
    public DebFormatException(String where, String expected, String found) {
        super(Printable.of(where + ": expected " + expected + ", found " + cut(found)));
    }

    /**
     * As above, with the exception of an underlying decoder.
     *
     * @param where file, and the member, entry, line or field inside it
     * @param expected what the format requires
     * @param cause what the decoder reported
     */
    public DebFormatException(String where, String expected, Throwable cause) {
        super(Printable.of(where + ": expected " + expected + ", found " + cut(oneLine(cause))), cause);
    }

    private static String oneLine(Throwable cause) {
        return String.valueOf(cause.getMessage()).strip().replaceAll("\\R\\s*", " ");
    }

    private static String cut(String found) {
        return found.length() <= MAX_FOUND ? found : found.substring(0, MAX_FOUND) + "…";
    }
}
