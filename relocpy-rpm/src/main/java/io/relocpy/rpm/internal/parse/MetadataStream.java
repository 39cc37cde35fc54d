package io.relocpy.rpm.internal.parse;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.Compression;
import io.relocpy.repository.internal.io.DecodedStream;
import io.relocpy.repository.internal.io.FileSlice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Opens decompressed metadata files, limited in size so that a few bytes cannot become terabytes. */
public final class MetadataStream {
    /** Metadata compresses to about a tenth, if repetitive to a fiftieth. */
    private static final long MAX_RATIO = 500;

    private static final long FREE = 64 << 20;
    /** The largest known file lists are a quarter of this. */
    private static final long MAX_OPEN = 8L << 30;

    private MetadataStream() {}

    /**
     * Opens a file in any supported compression.
     *
     * @param openSize size in bytes after decompression according to repomd.xml; -1 if unknown
     */
    public static InputStream open(Path file, String where, long openSize) throws IOException {
        FileSlice in = FileSlice.open(file, 0);
        try {
            long bound = Math.min(MAX_OPEN, Math.max(FREE, in.remaining() * MAX_RATIO));
            if (openSize > bound) {
                throw new FormatException(
                        where,
                        "at most " + bound + " bytes after decompression of " + in.remaining(),
                        "open-size " + openSize);
            }
            Compression.Sniffed sniffed = Compression.sniff(in);
            return new DecodedStream(
                    sniffed.stream(), sniffed.compression()::open, where, openSize < 0 ? bound : openSize);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}
