package io.relocpy.repository.internal.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the first failure of a reader, so that it stays the last word: what can be read behind it looks whole, but is
 * not. Not thread-safe.
 */
public final class FirstFailure {
    private @Nullable IOException failure;

    /** Throws the failure if there was one. */
    public void check() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /** Remembers a failure; to be thrown. */
    public IOException of(IOException thrown) {
        failure = thrown;
        return thrown;
    }

    /** From now on, reading fails because the reader was closed. */
    public void close(String where) {
        if (failure == null) {
            failure = new IOException(where + ": was closed");
        }
    }
}
