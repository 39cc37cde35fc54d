package io.relocpy.repository.internal.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the first failure of a reader, so that it stays the last word: what can be read behind it looks whole, but is
 * not. Not thread-safe.
 */
public final class FirstFailure {
    private @Nullable IOException failure;

    /** Reads, unless that failed before. */
    public <T> T guard(Interruption.Work<T> reading) throws IOException {
        if (failure != null) {
            throw failure;
        }
        try {
            return reading.run();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** From now on, reading fails because the reader was closed. */
    public void close(String where) {
        if (failure == null) {
            failure = new IOException(where + ": was closed");
        }
    }
}
