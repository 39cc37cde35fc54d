package io.relocpy.repository.internal.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A filter that only implements reading blocks; reading a single byte is derived from it. */
public abstract class BlockFilter extends FilterInputStream {
    protected BlockFilter(InputStream in) {
        super(in);
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] target, int offset, int length) throws IOException;
}
