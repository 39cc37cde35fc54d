package io.relocpy.bundle;

import io.relocpy.elf.Printable;
import java.io.IOException;

/** A bundle could not be made: which thing stood in the way, what was expected of it, what was found. */
public class BundleException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the message {@code subject: message}.
     *
     * @param subject the script, package, file or target
     * @param message what was expected and what was found
     */
    public BundleException(String subject, String message) {
        super(Printable.of(subject + ": " + message));
    }

    /**
     * As above, with what failed underneath.
     *
     * @param subject the script, package, file or target
     * @param message what was expected and what was found
     * @param cause what failed underneath
     */
    public BundleException(String subject, String message, Throwable cause) {
        super(Printable.of(subject + ": " + message), cause);
    }
}
