package io.relocpy.repository;

import io.relocpy.repository.internal.text.Printable;
import java.io.IOException;

/** Thrown if a file of a repository could not be downloaded. The message says from where and why. */
public class TransferException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception with the message {@code source: reason}.
     *
     * @param source what was requested, such as a URL
     * @param reason why it failed
     */
    public TransferException(String source, String reason) {
        super(Printable.of(source + ": " + reason));
    }

    /**
     * As above, with a cause.
     *
     * @param source what was requested, such as a URL
     * @param reason why it failed
     * @param cause the underlying exception
     */
    public TransferException(String source, String reason, Throwable cause) {
        super(Printable.of(source + ": " + reason), cause);
    }
}
