package io.relocpy.repository.internal.io;

import java.io.IOException;
import java.io.OutputStream;

/** The content of one entry after the other: skipping and copying read through one buffer, so that digests see every byte. */
public abstract class ContentStream extends BlockStream {
    private final byte[] scratch = new byte[1 << 16];

    @Override
    public final long skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            int read = read(scratch, 0, (int) Math.min(left, scratch.length));
            if (read < 0) {
                break;
            }
            left -= read;
        }
        return count - left;
    }

    @Override
    public final long transferTo(OutputStream out) throws IOException {
        long count = 0;
        for (int read = read(scratch, 0, scratch.length); read >= 0; read = read(scratch, 0, scratch.length)) {
            out.write(scratch, 0, read);
            count += read;
        }
        return count;
    }
}
