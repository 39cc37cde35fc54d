package io.relocpy.repository.internal.io;

import java.io.IOException;

/** Native code cannot be loaded: a problem of this machine or its JVM, not of the data to be read. */
public final class NativeCodeException extends IOException {
    private static final long serialVersionUID = 1L;

    NativeCodeException(String message) {
        super(message);
    }
}
