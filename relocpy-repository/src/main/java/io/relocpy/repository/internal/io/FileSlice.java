package io.relocpy.repository.internal.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Part of a file as a stream; closing it closes the file. */
public final class FileSlice extends BlockStream {
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

    /** Opens a regular file from {@code start} to its current end. */
    public static FileSlice open(Path file, long start) throws IOException {
        return open(file, start, null);
    }

    /**
     * As above.
     *
     * @param digest is updated with every byte that is read or skipped; null for none
     */
    public static FileSlice open(Path file, long start, @Nullable MessageDigest digest) throws IOException {
        FileChannel channel = RegularFile.open(file);
        try {
            return new FileSlice(channel, start, Math.max(start, channel.size()), digest);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The position of the next byte in the file. */
    public long position() {
        return position;
    }

    public long remaining() {
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
