package io.relocpy.bundle.internal.tree;

import io.relocpy.repository.internal.io.BlockFilter;
import io.relocpy.repository.internal.io.Interruption;
import java.io.IOException;
import java.io.InputStream;

/** A stream of which no more can be read than was allowed, so that a small archive cannot unpack to endless headers. */
public final class AllowanceInputStream extends BlockFilter {
    private long allowed;
    private String what = "";

    public AllowanceInputStream(InputStream in) {
        super(in);
    }

    /** Allows this many bytes to be read from now on; messages call them {@code of}. */
    public void allow(long bytes, String of) {
        allowed = bytes;
        what = of;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (allowed == 0) {
            if (in.read() < 0) {
                return -1;
            }
            throw new IOException("more bytes than expected of " + what);
        }
        Interruption.check();
        int count = in.read(bytes, offset, (int) Math.min(length, allowed));
        allowed -= Math.max(0, count);
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = in.skip(Math.min(count, allowed));
        allowed -= skipped;
        return skipped;
    }

    /** Does nothing: a reader of archives would close the stream at the last entry, before its end was seen. */
    @Override
    public void close() {}

    @Override
    public boolean markSupported() {
        return false;
    }
}
