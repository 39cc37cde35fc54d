package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleException;
import io.relocpy.repository.internal.io.FileFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.FileSystemException;
import java.util.Objects;

/** What callers get in place of Java's own exceptions of files, which depend on where the work was interrupted. */
final class Failures {
    private static final int MAX_CAUSES = 20;

    private Failures() {}

    /** The same failure: an interruption always as one, and anything else about files with words. */
    static IOException worded(IOException failure) {
        if (failure instanceof InterruptedIOException) {
            return failure;
        }
        if (isInterruption(failure)) {
            return (IOException) new InterruptedIOException("interrupted").initCause(failure);
        }
        if (failure instanceof FileSystemException about) {
            return new BundleException(
                    Objects.requireNonNullElse(about.getFile(), "a file"), FileFailure.reason(failure), failure);
        }
        return failure;
    }

    private static boolean isInterruption(IOException failure) {
        boolean interrupted = Thread.currentThread().isInterrupted();
        Throwable each = failure;
        for (int depth = 0; each != null && depth < MAX_CAUSES; depth++) {
            if (each instanceof ClosedByInterruptException
                    || each instanceof FileLockInterruptionException
                    || (interrupted && each instanceof ClosedChannelException)) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }
}
