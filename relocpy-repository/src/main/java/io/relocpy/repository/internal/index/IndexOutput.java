package io.relocpy.repository.internal.index;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32C;

/**
 * Writes columns of numbers and bytes, each preceded by its length and padded to whole ints. The counterpart of
 * {@link IndexInput}.
 */
public final class IndexOutput {
    /** What an index consists of. */
    public interface Content {
        void writeTo(IndexOutput out) throws IOException;
    }

    private final WritableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C checksum = new CRC32C();

    public IndexOutput(WritableByteChannel channel) {
        this.channel = channel;
    }

    /** An index that is in no file, without a checksum. */
    public static ByteBuffer inMemory(Content content) throws IOException {
        ByteArrayOutputStream memory = new ByteArrayOutputStream();
        IndexOutput out = new IndexOutput(Channels.newChannel(memory));
        content.writeTo(out);
        out.finish();
        return ByteBuffer.wrap(memory.toByteArray());
    }

    public void ints(IntList values) throws IOException {
        ints(values.array(), values.size());
    }

    public void ints(int[] values) throws IOException {
        ints(values, values.length);
    }

    /** Begins a column of so many numbers, which {@link #putInt} adds. */
    public void beginInts(int count) throws IOException {
        putInt(count);
    }

    private void ints(int[] values, int count) throws IOException {
        beginInts(count);
        putInts(values, count);
    }

    /** Adds the first numbers of an array. */
    void putInts(int[] values, int count) throws IOException {
        for (int i = 0; i < count; ) {
            int part = Math.min(count - i, free(Integer.BYTES) / Integer.BYTES);
            buffer.asIntBuffer().put(values, i, part);
            buffer.position(buffer.position() + part * Integer.BYTES);
            i += part;
        }
    }

    /** Begins a column of so many bytes, which {@link #putBytes} adds and {@link #endBytes} pads. */
    public void beginBytes(int count) throws IOException {
        putInt(count);
    }

    public void putBytes(byte[] values, int from, int count) throws IOException {
        for (int i = 0; i < count; ) {
            int part = Math.min(count - i, free(1));
            buffer.put(values, from + i, part);
            i += part;
        }
    }

    /** Ends a column of so many bytes. */
    public void endBytes(int count) throws IOException {
        for (int i = count; i % Integer.BYTES != 0; i++) {
            free(1);
            buffer.put((byte) 0);
        }
    }

    public void putInt(int value) throws IOException {
        free(Integer.BYTES);
        buffer.putInt(value);
    }

    /** Makes room for at least this many bytes and returns how many fit. */
    private int free(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer.remaining();
    }

    private void flush() throws IOException {
        buffer.flip();
        checksum.update(buffer.duplicate());
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /** Returns the CRC-32C of everything written; called once, at the end. */
    public int finish() throws IOException {
        flush();
        return (int) checksum.getValue();
    }
}
