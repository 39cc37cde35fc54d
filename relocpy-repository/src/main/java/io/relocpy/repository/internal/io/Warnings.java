package io.relocpy.repository.internal.io;

import io.relocpy.repository.VerificationException;
import io.relocpy.repository.Warning;
import java.util.function.Consumer;

/**
 * Passes warnings to the caller's consumer, one at a time, or, in strict mode, throws an exception. Thread-safe.
 *
 * @param <W> the kind of warnings
 */
public final class Warnings<W extends Warning> {
    private final Consumer<? super W> consumer;
    private final boolean strict;

    /** Creates the way to a consumer. */
    public Warnings(Consumer<? super W> consumer, boolean strict) {
        this.consumer = consumer;
        this.strict = strict;
    }

    /**
     * Reports a warning.
     *
     * @throws VerificationException with the warning's message in strict mode
     */
    public synchronized void add(W warning) throws VerificationException {
        if (strict) {
            throw new VerificationException(warning.subject(), warning.message());
        }
        consumer.accept(warning);
    }
}
