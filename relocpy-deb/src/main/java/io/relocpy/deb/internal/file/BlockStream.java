package io.relocpy.deb.internal.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A stream that reads blocks; a single byte is a small one. Skips and transfers by reading. */
public abstract class BlockStream extends InputStream {
    private static final int SCRATCH = 1 << 16;

    private byte @Nullable [] scratch;

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] target, int offset, int length) throws IOException;

    @Override
    public long skip(long count) throws IOException {
        byte[] buffer = scratch();
        long left = count;
        while (left > 0) {
            int read = read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                break;
            }
            left -= read;
        }
        return Math.max(0, count) - Math.max(0, left);
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        byte[] buffer = scratch();
        long count = 0;
        for (int read = read(buffer, 0, buffer.length); read >= 0; read = read(buffer, 0, buffer.length)) {
            out.write(buffer, 0, read);
            count += read;
        }
        return count;
    }

    private byte[] scratch() {
        byte[] buffer = scratch;
        if (buffer == null) {
            buffer = new byte[SCRATCH];
            scratch = buffer;
        }
        return buffer;
    }
}
