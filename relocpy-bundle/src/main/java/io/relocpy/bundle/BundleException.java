package io.relocpy.bundle;

import io.relocpy.elf.Printable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A bundle could not be made: which thing stood in the way, what was expected of it, what was found. */
public class BundleException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the message {@code subject: message}.
     *
     * @param subject the script, package, file or target
     * @param message what was expected and what was found
     */
    public BundleException(String subject, String message) {
        super(Printable.of(subject + ": " + message));
    }

    /**
     * As above, with what failed underneath.
     *
     * @param subject the script, package, file or target
     * @param message what was expected and what was found
     * @param cause what failed underneath
     */
    public BundleException(String subject, String message, Throwable cause) {
        super(Printable.of(subject + ": " + message), cause);
    }

    /** A file cannot be written; the reason, such as a full disk, comes without a path from Java. */
    static BundleException notWritten(Path file, IOException cause) {
        return new BundleException(file.toString(), "cannot be written: " + reason(cause), cause);
    }

    /** What the operating system said, without the path that {@link FileSystemException} puts before it. */
    static String reason(IOException failure) {
        String reason = failure instanceof FileSystemException about ? about.getReason() : failure.getMessage();
        return reason != null
                ? reason
                : failure instanceof AccessDeniedException
                        ? "permission denied"
                        : failure.getClass().getSimpleName();
    }
}
