package io.relocpy.repository.internal.io;

import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;

/**
 * Opens all files that are named by a user, a configuration or a repository.
 *
 * <p>Only regular files are opened: opening a FIFO waits for a writer, and a device may be endless or have side effects
 * when read. Reading stops at the size the file had when it was opened, which is 0 for files in {@code /proc}. Whoever
 * can write to the directory can replace the file between check and opening; this is no protection against that.
 */
public final class RegularFile {
    private RegularFile() {}

    /**
     * Opens a file for reading.
     *
     * @throws FormatException if it is a directory, a device, a FIFO or a socket
     */
    public static FileChannel open(Path file) throws IOException {
        check(file);
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    /** As above, but fails if the last component of the path is a symbolic link. */
    public static FileChannel openNoFollow(Path file) throws IOException {
        check(file, LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(file, Set.<OpenOption>of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    private static void check(Path file, LinkOption... options) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class, options);
        if (!attributes.isRegularFile()) {
            throw new FormatException(file.toString(), "a regular file", kind(attributes));
        }
    }

    static String kind(BasicFileAttributes attributes) {
        return attributes.isRegularFile()
                ? "a regular file"
                : attributes.isDirectory()
                        ? "a directory"
                        : attributes.isSymbolicLink() ? "a symbolic link" : "a device, a FIFO or a socket";
    }

    /** Explains why a file cannot be read; Java's own message is usually just the file name. */
    public static String reason(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file";
        }
        return failure instanceof AccessDeniedException
                ? "permission denied"
                : Objects.requireNonNullElse(failure.getReason(), "cannot be read");
    }

    /** Opens the whole file as a stream. */
    static InputStream stream(Path file) throws IOException {
        return FileSlice.open(file, 0);
    }

    /**
     * Reads the whole file.
     *
     * @param limit maximum size in bytes
     */
    public static byte[] bytes(Path file, int limit) throws IOException {
        try (FileSlice in = FileSlice.open(file, 0)) {
            if (in.remaining() > limit) {
                throw new FormatException(file.toString(), "at most " + limit + " bytes", in.remaining() + " bytes");
            }
            return in.readNBytes((int) in.remaining());
        }
    }

    /** Reads the whole file as UTF-8 text. */
    public static String text(Path file, int limit) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(file, limit)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FormatException(file.toString(), "UTF-8 text", "other bytes");
        }
    }
}
