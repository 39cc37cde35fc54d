package io.relocpy.rpm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A decompressed metadata file, bounded so that a few bytes can not become terabytes. */
final class MetadataStream extends BlockStream {
    /** Real metadata shrink to a tenth, repetitive ones to a fiftieth. */
    private static final long MAX_RATIO = 500;

    private static final long FREE = 64 << 20;

    private final InputStream in;
    private final String where;
    private final long limit;
    private long read;

    private MetadataStream(InputStream in, String where, long limit) {
        this.in = in;
        this.where = where;
        this.limit = limit;
    }

    /**
     * Opens a file of any of the compressions.
     *
     * @param openSize bytes after decompression as stated; -1 when they are not
     */
    static InputStream open(Path file, String where, long openSize) throws IOException {
        long bound = Math.max(FREE, Files.size(file) * MAX_RATIO);
        if (openSize > bound) {
            throw new RpmFormatException(
                    where,
                    "at most " + bound + " bytes after decompression of " + Files.size(file),
                    openSize + " stated");
        }
        InputStream in = Files.newInputStream(file);
        try {
            Compression.Sniffed sniffed = Compression.sniff(in);
            return new MetadataStream(
                    sniffed.compression().open(sniffed.stream()), where, openSize < 0 ? bound : openSize);
        } catch (IOException e) {
            in.close();
            throw new RpmFormatException(where, "whole compressed data", e);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count;
        try {
            count = Compression.read(in, target, offset, length);
        } catch (IOException e) {
            throw new RpmFormatException(where, "whole compressed data", e);
        }
        read += Math.max(count, 0);
        if (read > limit) {
            throw new RpmFormatException(where, "at most " + limit + " bytes after decompression", "more");
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
