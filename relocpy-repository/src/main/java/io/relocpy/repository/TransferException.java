package io.relocpy.repository;

import io.relocpy.repository.internal.text.Printable;
import java.io.IOException;

/** A file of a repository could not be had: from where, and why. */
public class TransferException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the message {@code source: reason}.
     *
     * @param source what was asked for, such as a URL
     * @param reason in words
     */
    public TransferException(String source, String reason) {
        super(Printable.of(source + ": " + reason));
    }

    /**
     * As above, with what was thrown underneath.
     *
     * @param source what was asked for, such as a URL
     * @param reason in words
     * @param cause what was thrown
     */
    public TransferException(String source, String reason, Throwable cause) {
        super(Printable.of(source + ": " + reason), cause);
    }
}
