package io.relocpy.repository.internal.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** Words for failures of files: the message of Java's exceptions is often only a path, or nothing. */
public final class FileFailure {
    private static final Map<Class<? extends IOException>, String> REASONS = Map.of(
            NoSuchFileException.class, "does not exist",
            AccessDeniedException.class, "permission denied",
            FileAlreadyExistsException.class, "already exists",
            DirectoryNotEmptyException.class, "is not empty",
            NotDirectoryException.class, "is not a directory",
            FileSystemLoopException.class, "is a loop of symbolic links",
            AtomicMoveNotSupportedException.class, "cannot be renamed across file systems",
            ClosedChannelException.class, "was closed");

    private FileFailure() {}

    /** The same failure, which says where it happened: channels do not. */
    public static IOException with(Path file, IOException failure) {
        if (failure instanceof FileSystemException
                || failure instanceof InterruptedIOException
                || failure instanceof ClosedChannelException) {
            return failure;
        }
        IOException named = new FileSystemException(file.toString(), null, reason(failure));
        named.initCause(failure);
        return named;
    }

    /** What happened, without the path that {@link FileSystemException} puts before it. */
    public static String reason(IOException failure) {
        String known = REASONS.get(failure.getClass());
        if (known != null) {
            return known;
        }
        String said = failure instanceof FileSystemException about ? about.getReason() : failure.getMessage();
        return Objects.requireNonNullElse(said, "an error of the file system");
    }
}
