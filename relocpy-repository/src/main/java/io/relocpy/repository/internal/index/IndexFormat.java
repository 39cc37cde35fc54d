package io.relocpy.repository.internal.index;

import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * What surrounds the body of an index in a file: the format's name and version, a key that identifies what the index was
 * made of, and the body's CRC-32C. The key keeps an index from outliving its source; the CRC detects damage, not intent.
 * Immutable.
 */
public final class IndexFormat {
    private static final int BUFFER = 1 << 16;

    private final byte[] start;

    /**
     * Creates a format.
     *
     * @param name 7 characters of ASCII
     * @param version must change with every change of what is written into the body
     * @param key identifies the source; always of the same length
     */
    public IndexFormat(String name, byte version, byte[] key) {
        start = ByteBuffer.allocate(name.length() + 1 + key.length)
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .put(version)
                .put(key)
                .array();
    }

    private int headerSize() {
        return start.length + Integer.BYTES;
    }

    private ByteBuffer header(int checksum) {
        return ByteBuffer.allocate(headerSize()).put(start).putInt(checksum).flip();
    }

    /** Writes an index into an empty file. */
    public void write(FileChannel channel, IndexOutput.Content content) throws IOException {
        channel.position(headerSize());
        IndexOutput out = new IndexOutput(channel);
        content.writeTo(out);
        ByteBuffer header = header(out.finish());
        while (header.hasRemaining()) {
            channel.write(header, header.position());
        }
    }

    /** Opens an index that this process has just written. */
    public IndexInput openWritten(FileChannel channel, String where) throws IOException {
        ByteBuffer body = channel.map(FileChannel.MapMode.READ_ONLY, headerSize(), channel.size() - headerSize());
        return new IndexInput(body, where, channel, headerSize());
    }

    /**
     * Opens an index; its columns of numbers can be read while the file is open.
     *
     * @param where the file, for messages
     * @throws FormatException if the index is damaged, or of another source or version
     */
    public IndexInput open(FileChannel channel, String where) throws IOException {
        long size = channel.size();
        if (size < headerSize() || size > Integer.MAX_VALUE) {
            throw new FormatException(where, "an index", size + " bytes");
        }
        if (!isUndamaged(channel)) {
            throw new FormatException(where, "an undamaged index of this source and version", "something else");
        }
        return openWritten(channel, where);
    }

    /** Reads through a buffer, since all that is once touched in a mapped file stays in the memory of the process. */
    private boolean isUndamaged(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        CRC32C crc = new CRC32C();
        long position = headerSize();
        for (int read = channel.read(buffer, position); read >= 0; read = channel.read(buffer, position)) {
            position += read;
            crc.update(buffer.flip());
            buffer.clear();
        }
        buffer.limit(headerSize());
        while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0) {}
        return buffer.flip().equals(header((int) crc.getValue()));
    }
}
