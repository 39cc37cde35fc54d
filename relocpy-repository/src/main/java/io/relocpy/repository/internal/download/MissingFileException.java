package io.relocpy.repository.internal.download;

import io.relocpy.repository.TransferException;

/** Thrown if a server, or this machine, does not have a file. */
public final class MissingFileException extends TransferException {
    private static final long serialVersionUID = 1L;

    MissingFileException(String source, String reason) {
        super(source, reason);
    }

    MissingFileException(String source, String reason, Throwable cause) {
        super(source, reason, cause);
    }
}
