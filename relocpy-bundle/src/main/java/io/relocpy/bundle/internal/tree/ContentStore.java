package io.relocpy.bundle.internal.tree;

import io.relocpy.repository.internal.io.Interruption;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps the content of unpacked files end to end in one file of the working directory.
 *
 * <p>No name chosen by a package is used on the file system, so no package can write outside the directory. Streams are added
 * by one thread, content of a known size by any number; what {@code add} returned may be read by any.
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
            writeAt(end, buffer);
            end += count;
        }
        return new Content.Stored(channel, offset, end - offset, start.flip());
    }

    /** Writes content. */
    public interface Source {
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    /** Stores content of this size. */
    public Content add(long size, Source source) throws IOException {
        Range range = new Range(reserve(size), size);
        source.writeTo(range);
        if (range.left > 0) {
            throw new IllegalStateException(range.left + " of " + size + " bytes are missing");
        }
        return new Content.Stored(channel, range.offset, size, range.start.flip());
    }

    private synchronized long reserve(long size) {
        long offset = end;
        end += size;
        return offset;
    }

    /** A part of the file while it is written. */
    private final class Range implements WritableByteChannel {
        private final long offset;
        private final ByteBuffer start = ByteBuffer.allocate(Content.HEAD);
        private long at;
        private long left;

        Range(long offset, long size) {
            this.offset = offset;
            this.at = offset;
            this.left = size;
        }

        @Override
        public int write(ByteBuffer some) throws IOException {
            Interruption.check();
            int count = some.remaining();
            if (count > left) {
                throw new IllegalStateException((count - left) + " bytes too many");
            }
            start.put(some.slice(some.position(), Math.min(count, start.remaining())));
            writeAt(at, some);
            at += count;
            left -= count;
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    private void writeAt(long position, ByteBuffer some) throws IOException {
        long at = position;
        try {
            while (some.hasRemaining()) {
                at += channel.write(some, at);
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
