package io.relocpy.bundle.internal.tree;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps the content of unpacked files end to end in one file of the working directory.
 *
 * <p>No name chosen by a package is used on the file system, so no package can write outside the directory. One thread
 * writes; what {@link #add} returned may be read by any.
 */
public final class ContentStore implements Closeable {
    private static final int BUFFER_SIZE = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE);
    private long end;

    public ContentStore(Path file) throws IOException {
        this.file = file;
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Stores the remaining bytes of the stream. */
    public Content add(InputStream content) throws IOException {
        long offset = end;
        ByteBuffer start = ByteBuffer.allocate(Content.HEAD);
        int count;
        while ((count = content.read(buffer.array())) >= 0) {
            start.put(buffer.array(), 0, Math.min(count, start.remaining()));
            buffer.position(0).limit(count);
            write();
        }
        return new Content.Stored(channel, offset, end - offset, start.flip());
    }

    private void write() throws IOException {
        try {
            while (buffer.hasRemaining()) {
                end += channel.write(buffer, end);
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) { // the system's message about a full disk names no path
            throw WriteFailure.of(file, e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
