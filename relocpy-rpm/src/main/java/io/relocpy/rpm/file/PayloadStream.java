package io.relocpy.rpm.file;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.BlockStream;
import io.relocpy.repository.internal.io.Compression;
import io.relocpy.repository.internal.io.DecodedStream;
import io.relocpy.repository.internal.io.DigestAlgorithm;
import io.relocpy.repository.internal.io.FileSlice;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decompressed payload of a package. At its end, a digest of the stored bytes is verified: that of the whole file
 * if the package is tied to one, else the payload digest in the main header.
 */
final class PayloadStream extends BlockStream {
    /** Zeros that may follow the archive's trailer: the padding of cpio's blocks. */
    private static final int MAX_PADDING = 1 << 20;

    private final String where;
    private final FileSlice slice;
    private final InputStream raw;
    private final InputStream decoded;
    private final @Nullable MessageDigest digest;
    private final String expected;
    private final List<RpmHeader.Sink> sinks;

    private PayloadStream(RpmFile rpm, FileSlice slice, List<RpmHeader.Sink> sinks) throws IOException {
        this.where = rpm.where();
        this.slice = slice;
        this.sinks = sinks;
        Checksum tied = rpm.checksum();
        if (tied != null) {
            this.expected = tied.hex();
            this.digest = DigestAlgorithm.require(tied.algorithm(), where);
            rpm.feedFront(digest::update);
        } else {
            this.expected = rpm.header().string(RpmTag.PAYLOADDIGEST).orElse("");
            long algorithm = rpm.header().integer(RpmTag.PAYLOADDIGESTALGO, DigestAlgorithm.SHA256);
            this.digest = expected.isEmpty() ? null : DigestAlgorithm.find(DigestAlgorithm.name(algorithm));
        }
        this.raw = digest == null ? slice : new DigestInputStream(slice, digest);
        Compression.Sniffed sniffed = Compression.sniff(raw);
        Compression compression = compression(rpm, sniffed.compression());
        // the header says how large the files are
        this.decoded = new DecodedStream(sniffed.stream(), compression::open, where + ", payload", Long.MAX_VALUE);
    }

    /** @param sinks also receive the decompressed bytes, all of them if the stream is read to its end */
    static PayloadStream open(RpmFile rpm, List<RpmHeader.Sink> sinks) throws IOException {
        FileSlice slice = FileSlice.open(rpm.path(), rpm.payloadOffset());
        try {
            return new PayloadStream(rpm, slice, sinks);
        } catch (IOException | RuntimeException e) {
            slice.close();
            throw e;
        }
    }

    /** The header names the compression; like rpm, uses gzip by default and accepts uncompressed data. */
    private static Compression compression(RpmFile rpm, Compression sniffed) throws FormatException {
        String format = rpm.header().string(RpmTag.PAYLOADFORMAT).orElse("cpio");
        if (!format.equals("cpio")) {
            throw rpm.header().bad("tag PAYLOADFORMAT", "cpio", format);
        }
        String name = rpm.header().string(RpmTag.PAYLOADCOMPRESSOR).orElse("gzip");
        if (name.equals("lzma") && sniffed == Compression.NONE) {
            return Compression.LZMA;
        }
        return switch (name) {
            case "gzip", "bzip2", "xz", "zstd", "lzma", "none", "identity", "uncompressed" -> sniffed;
            default ->
                throw rpm.header()
                        .bad("tag PAYLOADCOMPRESSOR", "gzip, bzip2, xz, lzma, zstd or none", "\"" + name + "\"");
        };
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = decoded.read(target, offset, length);
        if (count > 0) {
            for (RpmHeader.Sink sink : sinks) {
                sink.update(target, offset, count);
            }
        }
        return count;
    }

    /** Reads what follows the archive, so that the digest covers the whole file, and verifies the digest. */
    void finish() throws IOException {
        byte[] padding = readNBytes(MAX_PADDING);
        boolean zero = Arrays.mismatch(padding, new byte[padding.length]) < 0;
        if (padding.length == MAX_PADDING || !zero) {
            throw new FormatException(where + ", payload", "the end after the archive's trailer", "more data");
        }
        raw.transferTo(OutputStream.nullOutputStream());
        if (digest != null) {
            String found = HexFormat.of().formatHex(digest.digest());
            if (!found.equalsIgnoreCase(expected)) {
                throw new FormatException(where + ", payload", digest.getAlgorithm() + " " + expected, found);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (slice) {
            decoded.close();
        }
    }
}
