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

    /** Maps the body of an index that this process has just written. */
    public ByteBuffer mapWritten(FileChannel channel) throws IOException {
        return channel.map(FileChannel.MapMode.READ_ONLY, headerSize(), channel.size() - headerSize());
    }

    /**
     * Maps the body of an index.
     *
     * @param where the file, for messages
     * @throws FormatException if the index is damaged, or of another source or version
     */
    public ByteBuffer map(FileChannel channel, String where) throws IOException {
        long size = channel.size();
        if (size < headerSize() || size > Integer.MAX_VALUE) {
            throw new FormatException(where, "an index", size + " bytes");
        }
        ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
        ByteBuffer body = mapped.slice(headerSize(), mapped.limit() - headerSize());
        CRC32C crc = new CRC32C();
        crc.update(body.duplicate());
        if (!mapped.slice(0, headerSize()).equals(header((int) crc.getValue()))) {
            throw new FormatException(where, "an undamaged index of this source and version", "something else");
        }
        return body;
    }
}
