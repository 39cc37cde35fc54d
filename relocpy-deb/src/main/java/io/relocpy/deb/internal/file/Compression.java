package io.relocpy.deb.internal.file;

import io.relocpy.repository.internal.io.Zstd;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.SingleXZInputStream;

/** The compressions of members and indexes, told by the extension of the name. All decompression happens here. */
public enum Compression {
    NONE(""),
    GZIP(".gz"),
    XZ(".xz"),
    ZSTD(".zst"),
    BZIP2(".bz2"),
    LZMA(".lzma"),
    LZ4(".lz4");

    private static final int BUFFER = 1 << 16;
    /** Decoders need up to 65 MiB for what dpkg-deb writes; more is a bomb. */
    private static final int MEMORY_LIMIT_KIB = 256 << 10;

    /** Each decoder needs an array of 8 MiB; a new one for each of many small packages costs more than to decode them. */
    private static final ArrayCache DICTIONARIES = BasicArrayCache.getInstance();

    private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};

    private final String extension;

    Compression(String extension) {
        this.extension = extension;
    }

    /** The compression of a name that ends in that, such as {@code .xz}. */
    public static Optional<Compression> ofExtension(String extension) {
        for (Compression compression : values()) {
            if (compression.extension.equals(extension)) {
                return Optional.of(compression);
            }
        }
        return Optional.empty();
    }

    /** What a name ends in; empty for none. */
    public String extension() {
        return extension;
    }

    /**
     * The decompressed stream. As for dpkg, the data of xz, bzip2 and lzma end with their first stream, those of gzip are all
     * members, and what is not gzip where it should be is taken as it is, as zlib does.
     */
    public InputStream open(InputStream in) throws IOException {
        try {
            return decoder(new BufferedInputStream(in, BUFFER)); // decoders read single bytes
        } catch (RuntimeException e) {
            throw new IOException("damaged " + this + " data", e);
        }
    }

    private InputStream decoder(BufferedInputStream in) throws IOException {
        return switch (this) {
            case NONE -> in;
            case GZIP -> gzip(in);
            case XZ -> new SingleXZInputStream(in, MEMORY_LIMIT_KIB, true, DICTIONARIES);
            case ZSTD -> Zstd.decompress(in);
            case BZIP2 -> new BZip2CompressorInputStream(in, false);
            case LZMA -> new LZMAInputStream(in, MEMORY_LIMIT_KIB);
            case LZ4 -> new Lz4Stream(in);
        };
    }

    private static InputStream gzip(BufferedInputStream in) throws IOException {
        in.mark(GZIP_MAGIC.length);
        byte[] magic = in.readNBytes(GZIP_MAGIC.length);
        in.reset();
        return Arrays.equals(magic, GZIP_MAGIC) ? new GZIPInputStream(in, BUFFER) : in;
    }
}
