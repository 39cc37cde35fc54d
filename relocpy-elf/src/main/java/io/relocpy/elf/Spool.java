package io.relocpy.elf;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Stores bytes until they are written elsewhere: in memory or, if they are many, in a temporary file. */
final class Spool implements WritableByteChannel, Closeable {
    private static final int IN_MEMORY = 4 << 20;

    private final ByteBuffer memory;
    private final @Nullable FileChannel file;
    private long size;

    /** Reserves that many bytes. */
    Spool(long capacity) throws IOException {
        if (capacity <= IN_MEMORY) {
            memory = ByteBuffer.allocate((int) capacity);
            file = null;
        } else {
            memory = ByteBuffer.allocate(0);
            Path temporary = Files.createTempFile("relocpy", ".spool");
            file = FileChannel.open(
                    temporary, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        }
    }

    /** Bytes written so far. */
    long size() {
        return size;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        if (file == null) {
            memory.put(bytes);
        } else {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
        size += length;
        return length;
    }

    /** Bytes from a position; at least one, at most {@code length}. */
    ByteBuffer read(long from, long length) throws IOException {
        if (file == null) {
            return memory.slice((int) from, (int) length);
        }
        ByteBuffer some = ByteBuffer.allocate((int) Math.min(length, 1 << 18));
        while (some.hasRemaining() && file.read(some, from + some.position()) >= 0) {
            // a read may return fewer bytes than requested
        }
        return some.flip();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
