package io.relocpy.deb.internal.file;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.BlockStream;
import io.relocpy.repository.internal.io.NativeCodeException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A decompressed member or index, bounded so that a few bytes cannot become terabytes. */
public final class DecodedMember extends BlockStream {
    private final InputStream in;
    private final String where;
    private final long limit;
    private long position;

    /**
     * Opens a member.
     *
     * @param raw its content
     * @param limit bytes that it may have after decompression
     */
    public DecodedMember(InputStream raw, Compression compression, String where, long limit) throws IOException {
        this.where = where;
        this.limit = limit;
        try {
            this.in = compression.open(raw);
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /** Bytes read so far. */
    long position() {
        return position;
    }

    long limit() {
        return limit;
    }

    String where() {
        return where;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read;
        try {
            read = Compression.read(in, target, offset, length);
        } catch (IOException e) {
            throw damaged(e);
        }
        position += Math.max(read, 0);
        if (position > limit) {
            throw new FormatException(where, "at most " + limit + " bytes after decompression", "more");
        }
        return read;
    }

    private IOException damaged(IOException e) {
        if (e instanceof FormatException) {
            return e;
        }
        if (e instanceof NativeCodeException) { // not the fault of the package
            return new IOException(where + ": " + e.getMessage(), e);
        }
        return e instanceof EOFException
                ? new FormatException(where, "more compressed data", "the end of the member")
                : new FormatException(where, "intact compressed data", e);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
