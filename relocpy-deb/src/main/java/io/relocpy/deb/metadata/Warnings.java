package io.relocpy.deb.metadata;

import io.relocpy.repository.VerificationException;
import java.util.function.Consumer;

/** Passes warnings to the caller's consumer or, in strict mode, throws an exception. Thread-safe. */
final class Warnings {
    private final Consumer<? super RepositoryWarning> consumer;
    private final boolean strict;

    Warnings(Consumer<? super RepositoryWarning> consumer, boolean strict) {
        this.consumer = consumer;
        this.strict = strict;
    }

    /**
     * Reports a warning.
     *
     * @throws VerificationException with the warning's message in strict mode
     */
    synchronized void add(RepositoryWarning warning) throws VerificationException {
        if (strict) {
            throw new VerificationException(warning.repository(), warning.message());
        }
        consumer.accept(warning);
    }
}
