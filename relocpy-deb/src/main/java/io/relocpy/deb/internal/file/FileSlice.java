package io.relocpy.deb.internal.file;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.BlockStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A regular file from some offset to its end as a stream; closing it closes the file.
 *
 * <p>Anything but a regular file is refused, since opening a FIFO waits for a writer and a device may have no end.
 */
final class FileSlice extends BlockStream {
    private final FileChannel channel;
    private final @Nullable MessageDigest digest;
    private final long end;
    private long position;

    private FileSlice(FileChannel channel, long start, long end, @Nullable MessageDigest digest) {
        this.channel = channel;
        this.position = start;
        this.end = end;
        this.digest = digest;
    }

    /**
     * Opens a file.
     *
     * @param start offset of the first byte
     * @param digest takes every byte that is read or skipped; null for none
     */
    static FileSlice open(Path file, long start, @Nullable MessageDigest digest) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new FormatException(
                    file.toString(),
                    "a regular file",
                    attributes.isDirectory() ? "a directory" : "a device, a FIFO or a socket");
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new FileSlice(channel, start, Math.max(start, channel.size()), digest);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Offset of the next byte in the file. */
    long position() {
        return position;
    }

    long remaining() {
        return end - position;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position >= end) {
            return -1;
        }
        int wanted = (int) Math.min(length, end - position);
        int read = channel.read(ByteBuffer.wrap(target, offset, wanted), position);
        if (read > 0) {
            position += read;
            if (digest != null) {
                digest.update(target, offset, read);
            }
        }
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        if (digest != null) {
            return super.skip(count);
        }
        long skipped = Math.max(0, Math.min(count, end - position));
        position += skipped;
        return skipped;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, end - position);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
