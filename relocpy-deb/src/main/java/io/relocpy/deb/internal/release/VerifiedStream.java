package io.relocpy.deb.internal.release;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.ContentStream;
import io.relocpy.repository.internal.io.DigestAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Content that ends with an exception unless it has the size and the checksum that it should have. */
public final class VerifiedStream extends ContentStream {
    private final InputStream in;
    private final ReleaseFile.Entry expected;
    private final String where;
    private final MessageDigest digest;
    private long size;
    private boolean ended;

    /**
     * Begins to verify.
     *
     * @param in from the start of the content; closed with this stream
     */
    public VerifiedStream(InputStream in, ReleaseFile.Entry expected, String where) throws FormatException {
        this.in = in;
        this.expected = expected;
        this.where = where;
        this.digest = DigestAlgorithm.require(expected.checksum().algorithm(), where);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = ended ? -1 : in.read(target, offset, length);
        if (read > 0) {
            digest.update(target, offset, read);
            size += read;
        }
        if (size > expected.size() || (read < 0 && size < expected.size())) {
            throw new FormatException(where, expected.size() + " bytes", read < 0 ? size + " bytes" : "more");
        }
        if (read < 0 && !ended) {
            ended = true;
            String found = HexFormat.of().formatHex(digest.digest());
            if (!found.equals(expected.checksum().hex())) {
                throw new FormatException(where, "the checksum " + expected.checksum(), found);
            }
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
