package io.relocpy.rpm;

import java.io.IOException;

/** No set of packages fulfils the requests; the message names the request and says why. */
public class ResolutionException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception of that message.
     *
     * @param message names the request
     */
    public ResolutionException(String message) {
        super(message);
    }

    /**
     * As above, with what was met underneath.
     *
     * @param message names the request
     * @param cause what went wrong
     */
    public ResolutionException(String message, Throwable cause) {
        super(message, cause);
    }
}
