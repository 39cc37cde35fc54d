package io.relocpy.repository;

import io.relocpy.repository.internal.text.Printable;
import java.io.IOException;

/**
 * Thrown if repositories cannot be used as configured. The message says which one or which file, what was expected and what was
 * found.
 */
public class RepositoryException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception with the message {@code subject: message}.
     *
     * @param subject the repository or file
     * @param message what was expected and what was found; without secrets
     */
    public RepositoryException(String subject, String message) {
        super(Printable.of(subject + ": " + message));
    }
}
