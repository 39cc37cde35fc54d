package io.relocpy.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A file's bytes by position, wherever they are stored. Immutable as long as the file is not modified. */
abstract class ElfBytes {
    private final String name;

    ElfBytes(String name) {
        this.name = name;
    }

    /** The file's name in messages. */
    final String name() {
        return name;
    }

    abstract long size();

    /**
     * The bytes of a range that lies within the file; must not be modified.
     *
     * @throws ElfFormatException if they can no longer be read
     */
    abstract ByteBuffer at(long offset, int length) throws ElfFormatException;

    /** Work that reads these bytes. */
    interface Work<T> {
        T run() throws IOException;
    }

    /** Runs work that reads a lot: whether the file has changed is checked before and after, not at each read. */
    <T> T readingMuch(Work<T> work) throws IOException {
        return work.run();
    }

    /** Writes the bytes of a range within the file, of any length, to a channel. */
    void copyTo(long offset, long length, WritableByteChannel channel) throws IOException {
        for (long done = 0; done < length; ) {
            ByteBuffer some = at(offset + done, (int) Math.min(length - done, 1 << 20));
            done += some.remaining();
            while (some.hasRemaining()) {
                channel.write(some);
            }
        }
    }

    /** The bytes of a range that was read from the file; {@code what} names it in the message. */
    final ByteBuffer read(String what, long offset, long length) throws ElfFormatException {
        if (!contains(offset, length) || length > Integer.MAX_VALUE - 8) {
            throw new ElfFormatException(
                    name + ": " + what,
                    "a range inside the file of " + size() + " bytes",
                    "offset " + Long.toUnsignedString(offset) + ", size " + Long.toUnsignedString(length));
        }
        return at(offset, (int) length);
    }

    final boolean contains(long offset, long length) {
        return offset >= 0 && length >= 0 && offset <= size() && length <= size() - offset;
    }

    /** All bytes in one buffer. */
    static ElfBytes of(String name, ByteBuffer buffer) {
        return new InBuffer(name, buffer);
    }

    private static final class InBuffer extends ElfBytes {
        private final ByteBuffer buffer;

        InBuffer(String name, ByteBuffer buffer) {
            super(name);
            this.buffer = buffer.slice().asReadOnlyBuffer();
        }

        @Override
        long size() {
            return buffer.limit();
        }

        @Override
        ByteBuffer at(long offset, int length) {
            return buffer.slice((int) offset, length);
        }
    }
}
