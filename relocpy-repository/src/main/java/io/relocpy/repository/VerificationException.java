package io.relocpy.repository;

import io.relocpy.repository.internal.text.Printable;
import java.io.IOException;

/** Thrown if a package or repository does not satisfy a policy. The message says which one and why. */
public class VerificationException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception with the message {@code what: reason}.
     *
     * @param what the package file or the metadata
     * @param reason why it was rejected
     */
    public VerificationException(String what, String reason) {
        super(Printable.of(what + ": " + reason));
    }
}
