package io.relocpy.rpm.internal.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32C;

/**
 * Writes columns of numbers and bytes, each preceded by its length and padded to whole ints. The counterpart of
 * {@link IndexInput}.
 */
public final class IndexOutput {
    private final WritableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C checksum = new CRC32C();

    IndexOutput(WritableByteChannel channel) {
        this.channel = channel;
    }

    void ints(IntList values) throws IOException {
        ints(values.array(), values.size());
    }

    void ints(int[] values) throws IOException {
        ints(values, values.length);
    }

    private void ints(int[] values, int count) throws IOException {
        putInt(count);
        for (int i = 0; i < count; i++) {
            putInt(values[i]);
        }
    }

    void bytes(byte[] values, int count) throws IOException {
        putInt(count);
        for (int i = 0; i < count; ) {
            int part = Math.min(count - i, free(1));
            buffer.put(values, i, part);
            i += part;
        }
        for (int i = count; i % Integer.BYTES != 0; i++) {
            free(1);
            buffer.put((byte) 0);
        }
    }

    private void putInt(int value) throws IOException {
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
    int finish() throws IOException {
        flush();
        return (int) checksum.getValue();
    }
}
