package io.relocpy.bundle.internal.format;

import io.relocpy.repository.internal.io.BlockFilter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Keeps the bytes of an archive that are read between contents, so that they can be compared. */
final class HeaderRecorder extends BlockFilter {
    private final ByteArrayOutputStream recorded = new ByteArrayOutputStream();
    private boolean recording = true;

    HeaderRecorder(InputStream in) {
        super(in);
    }

    /** Starts recording. */
    void record() {
        recorded.reset();
        recording = true;
    }

    /** Stops recording, and returns what was read since it began. */
    byte[] recorded() {
        recording = false;
        return recorded.toByteArray();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        if (recording && count > 0) {
            recorded.write(bytes, offset, count);
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, 1 << 13)]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
