package io.relocpy.repository;

import io.relocpy.repository.internal.text.Printable;
import java.io.IOException;

/** A package or repository is not what a policy asks for: which, and why. */
public class VerificationException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the message {@code what: reason}.
     *
     * @param what the package file or the metadata
     * @param reason in words
     */
    public VerificationException(String what, String reason) {
        super(Printable.of(what + ": " + reason));
    }
}
