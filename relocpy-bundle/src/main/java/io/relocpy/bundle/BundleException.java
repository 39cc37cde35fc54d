package io.relocpy.bundle;

import io.relocpy.elf.Printable;
import java.io.IOException;

/** A bundle cannot be built or read: the message states where the problem is, what was expected, and what was found. */
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
     * Makes the message {@code subject: message}, with a cause.
     *
     * @param subject the script, package, file or target
     * @param message what was expected and what was found
     * @param cause the failure that led to this one
     */
    public BundleException(String subject, String message, Throwable cause) {
        super(Printable.of(subject + ": " + message), cause);
    }
}
