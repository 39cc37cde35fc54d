package io.relocpy.repository.internal.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.XZInputStream;

/** The compression formats of payloads and metadata. */
public enum Compression {
    NONE(""),
    GZIP("1f8b"),
    BZIP2("425a68"),
    XZ("fd377a585a00"),
    LZMA(""),
    ZSTD("28b52ffd");

    private static final int BUFFER = 1 << 16;
    /** Decoders need up to 65 MiB for the output of rpm and createrepo_c; much more suggests a decompression bomb. */
    private static final int MEMORY_LIMIT_KIB = 256 << 10;

    private final String magic;

    Compression(String magic) {
        this.magic = magic;
    }

    /**
     * A buffered stream and the compression detected from its first bytes. LZMA has no magic number and is never
     * detected.
     */
    public record Sniffed(Compression compression, BufferedInputStream stream) {}

    public static Sniffed sniff(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, BUFFER);
        buffered.mark(16);
        String start = HexFormat.of().formatHex(buffered.readNBytes(6));
        buffered.reset();
        for (Compression compression : values()) {
            if (!compression.magic.isEmpty() && start.startsWith(compression.magic)) {
                return new Sniffed(compression, buffered);
            }
        }
        return new Sniffed(NONE, buffered);
    }

    /** Opens the decoder for a {@link DecodedStream}; it concatenates all members or frames. */
    public InputStream open(InputStream in) throws IOException {
        return switch (this) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in, BUFFER);
            case BZIP2 -> new BZip2CompressorInputStream(in, true);
            case XZ -> new XZInputStream(in, MEMORY_LIMIT_KIB);
            case LZMA -> new LZMAInputStream(in, MEMORY_LIMIT_KIB);
            case ZSTD -> Zstd.decompress(in);
        };
    }
}
