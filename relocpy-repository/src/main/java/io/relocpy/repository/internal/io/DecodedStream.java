package io.relocpy.repository.internal.io;

import io.relocpy.repository.FormatException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/**
 * Decompressed data, limited in size so that a few bytes cannot become terabytes. Decoders report damage in many ways,
 * some of them unchecked; here it is always a {@link FormatException}.
 */
public final class DecodedStream extends BlockStream {
    /** Creates a decoder that reads from a stream. */
    @FunctionalInterface
    public interface Decoder {
        InputStream open(InputStream raw) throws IOException;
    }

    private final InputStream in;
    private final String where;
    private final long limit;
    private long position;

    /**
     * Opens the decoder.
     *
     * @param limit maximum number of bytes after decompression
     */
    public DecodedStream(InputStream raw, Decoder decoder, String where, long limit) throws IOException {
        this.where = where;
        this.limit = limit;
        try {
            this.in = decoder.open(raw);
        } catch (IOException e) {
            throw fault(e);
        } catch (RuntimeException e) {
            throw fault(new IOException("damaged data", e));
        }
    }

    public String where() {
        return where;
    }

    public long limit() {
        return limit;
    }

    /** Bytes read so far. */
    public long position() {
        return position;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Interruption.check(); // a few bytes can become many
        int read;
        try {
            read = in.read(target, offset, length);
        } catch (IOException e) {
            throw fault(e);
        } catch (RuntimeException e) {
            throw fault(new IOException("damaged data", e));
        }
        position += Math.max(read, 0);
        if (position > limit) {
            throw new FormatException(where, "at most " + limit + " bytes after decompression", "more");
        }
        return read;
    }

    private IOException fault(IOException e) {
        if (e instanceof FormatException || e instanceof InterruptedIOException) {
            return e;
        }
        if (e instanceof NativeCodeException) { // a problem of this machine, not of the data
            return new IOException(where + ": " + e.getMessage(), e);
        }
        return e instanceof EOFException
                ? new FormatException(where, "more compressed data", "their end")
                : new FormatException(where, "intact compressed data", e);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
