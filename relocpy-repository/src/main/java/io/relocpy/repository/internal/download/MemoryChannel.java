package io.relocpy.repository.internal.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;

/**
 * A file in memory to which bytes are appended in amortized constant time, which SeekableInMemoryByteChannel of Commons
 * Compress does not: it copies everything at each write. Not thread-safe.
 */
final class MemoryChannel implements SeekableByteChannel {
    private byte[] bytes = new byte[1 << 12];
    private int size;
    private int position;

    /** A copy of the content. */
    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = source.remaining();
        if (count > Integer.MAX_VALUE - 16 - position) {
            throw new IOException("more than 2 GiB in memory");
        }
        int end = position + count;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(2L * bytes.length, end), Integer.MAX_VALUE - 16));
        }
        source.get(bytes, position, count);
        position = end;
        size = Math.max(size, end);
        return count;
    }

    @Override
    public int read(ByteBuffer target) {
        if (position >= size) {
            return -1;
        }
        int count = Math.min(target.remaining(), size - position);
        target.put(bytes, position, count);
        position += count;
        return count;
    }

    @Override
    public long position() {
        return position;
    }

    /** Moves within the content; positions behind its end are not supported. */
    @Override
    public MemoryChannel position(long newPosition) {
        if (newPosition < 0 || newPosition > size) {
            throw new IllegalArgumentException("position " + newPosition + " of " + size);
        }
        position = (int) newPosition;
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public MemoryChannel truncate(long newSize) {
        size = (int) Math.min(size, newSize);
        position = Math.min(position, size);
        return this;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
