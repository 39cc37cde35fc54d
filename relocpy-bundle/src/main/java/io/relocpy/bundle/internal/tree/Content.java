package io.relocpy.bundle.internal.tree;

import io.relocpy.repository.internal.io.Interruption;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a file: in memory, or a range of the working directory's storage file. Immutable, safe for threads. */
public sealed interface Content {
    /** How many leading bytes of every regular file are kept: what Linux reads of a {@code #!} line, see execve(2). */
    int HEAD = 256;

    /** How much is written at a time: what xz compresses before it notices an interrupt. */
    int CHUNK = 1 << 14;

    /** Bytes. */
    long size();

    /** All bytes, read-only, from position 0; large ones are mapped, not read. */
    ByteBuffer buffer() throws IOException;

    /** The same for what keeps the buffers of many files, of which it needs little: only small ones take memory. */
    default ByteBuffer view() throws IOException {
        return buffer();
    }

    /** The first bytes, read-only; fewer if there are fewer. */
    default ByteBuffer head(int count) throws IOException {
        ByteBuffer all = buffer();
        return all.limit(Math.min(count, all.limit()));
    }

    /** The bytes as a stream. */
    default InputStream open() throws IOException {
        return new ByteBufferInputStream(buffer());
    }

    /**
     * Writes all bytes, a few at a time: to compress them can take long. No channel is made of the stream, since an interrupt
     * would close that from the thread that sends it.
     *
     * @throws java.io.InterruptedIOException if the thread is interrupted
     */
    default void writeTo(OutputStream out) throws IOException {
        ByteBuffer all = buffer();
        byte[] chunk = new byte[Math.min(CHUNK, all.remaining())];
        while (all.hasRemaining()) {
            Interruption.check();
            int count = Math.min(chunk.length, all.remaining());
            all.get(chunk, 0, count);
            out.write(chunk, 0, count);
        }
    }

    /** All bytes, which the caller must not change. */
    default byte[] bytes() throws IOException {
        return copy(buffer());
    }

    /** All bytes decoded as UTF-8, malformed ones replaced. */
    default String text() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8); // several times as fast as to decode a buffer
    }

    /** The first bytes decoded as UTF-8, malformed ones replaced; fewer if there are fewer. */
    default String headText(int count) throws IOException {
        return new String(copy(head(count)), StandardCharsets.UTF_8);
    }

    private static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** Maps a range of a file; a buffer holds at most 2 GiB. */
    private static ByteBuffer map(FileChannel channel, long offset, long size) throws IOException {
        if (size > Integer.MAX_VALUE) {
            throw new IOException("has " + size + " bytes, more than can be examined (" + Integer.MAX_VALUE + ")");
        }
        return channel.map(FileChannel.MapMode.READ_ONLY, offset, size);
    }

    /** Content of this text in UTF-8. */
    static Content of(String text) {
        return new InMemory(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Content of these bytes, which the caller must not change any more. */
    static Content of(byte[] bytes) {
        return new InMemory(bytes);
    }

    /** Bytes on the heap. */
    record InMemory(byte[] bytes) implements Content {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public ByteBuffer buffer() {
            return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        }
    }

    /**
     * A range of a file that does not change while the content is in use.
     *
     * @param start the first bytes, at most {@link #HEAD}, which are needed often
     */
    record Stored(FileChannel channel, long offset, long size, ByteBuffer start) implements Content {
        private static final int READ_UP_TO = 1 << 20;
        private static final int KEEP_UP_TO = 1 << 14;

        @Override
        public ByteBuffer buffer() throws IOException {
            return buffer(READ_UP_TO);
        }

        @Override
        public ByteBuffer view() throws IOException {
            return buffer(KEEP_UP_TO);
        }

        private ByteBuffer buffer(int readUpTo) throws IOException {
            return size > readUpTo
                    ? map(channel, offset, size)
                    : read((int) size).asReadOnlyBuffer();
        }

        @Override
        public ByteBuffer head(int count) throws IOException {
            int length = (int) Math.min(count, size);
            return length <= start.limit()
                    ? start.slice(0, length).asReadOnlyBuffer()
                    : read(length).asReadOnlyBuffer();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, size));
            for (long done = 0; done < size; done += chunk.limit()) {
                Interruption.check();
                chunk.limit((int) Math.min(chunk.capacity(), size - done));
                read(chunk.position(0), offset + done);
                out.write(chunk.array(), 0, chunk.limit());
            }
        }

        private ByteBuffer read(int count) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(count);
            read(buffer, offset);
            return buffer.flip();
        }

        /** Reads as many bytes as the buffer has room for. */
        private void read(ByteBuffer buffer, long from) throws IOException {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, from + buffer.position()) < 0) {
                    throw new IOException("the working directory's storage ended at " + (from + buffer.position()));
                }
            }
        }
    }

    /** A separate file, opened when it is needed; a symbolic link is not followed. */
    record OnDisk(Path path, long size) implements Content {
        @Override
        public ByteBuffer buffer() throws IOException {
            try (FileChannel channel = open(path)) {
                return size == 0 ? ByteBuffer.allocate(0) : map(channel, 0, size);
            }
        }

        @Override
        public ByteBuffer head(int count) throws IOException {
            try (InputStream in = Channels.newInputStream(open(path))) {
                return ByteBuffer.wrap(in.readNBytes(count)).asReadOnlyBuffer();
            }
        }

        private static FileChannel open(Path path) throws IOException {
            return FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
