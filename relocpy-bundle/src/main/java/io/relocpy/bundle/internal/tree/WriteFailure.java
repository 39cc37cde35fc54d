package io.relocpy.bundle.internal.tree;

import io.relocpy.bundle.BundleException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Messages about what cannot be written; the reason, such as a full disk, comes without a path from Java. */
public final class WriteFailure {
    private WriteFailure() {}

    /** The exception for a file that cannot be written. */
    public static BundleException of(Path file, IOException cause) {
        return new BundleException(file.toString(), "cannot be written: " + reason(cause), cause);
    }

    /** What the operating system said, without the path that {@link FileSystemException} puts before it. */
    public static String reason(IOException failure) {
        String reason = failure instanceof FileSystemException about ? about.getReason() : failure.getMessage();
        return reason != null
                ? reason
                : failure instanceof AccessDeniedException
                        ? "permission denied"
                        : failure.getClass().getSimpleName();
    }
}
