package io.relocpy.bundle.internal.format;

import io.relocpy.repository.internal.io.Zstd;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.tukaani.xz.SingleXZInputStream;

/**
 * What an archive decompresses to: one complete stream of gzip, zstd or xz, or the file itself. Other programs continue
 * after that stream, each in its own way; this class only reports whether anything follows.
 */
final class Decompressed implements Closeable {
    /** Of xz's decoder: four times what its highest preset needs. */
    private static final int XZ_MEMORY_KIB = 256 * 1024;

    private final InputStream stream;
    private final Rest rest;

    private Decompressed(InputStream stream, Rest rest) {
        this.stream = stream;
        this.rest = rest;
    }

    /** The first byte after the compressed stream. */
    private interface Rest {
        int read() throws IOException;
    }

    /** The first bytes determine the kind, since the file may have been renamed. */
    static Decompressed of(InputStream file) throws IOException {
        file.mark(8);
        byte[] magic = file.readNBytes(6);
        file.reset();
        String first = new String(magic, StandardCharsets.ISO_8859_1);
        if (first.startsWith("\u001f\u008b")) {
            GzipMember member = new GzipMember(file);
            return new Decompressed(member, member::readBehind);
        }
        if (first.startsWith("(\u00b5/\u00fd")) {
            return new Decompressed(Zstd.decompress(new ZstdFrame(file)), file::read);
        }
        return new Decompressed(
                first.equals("\u00fd7zXZ\0") ? new SingleXZInputStream(file, XZ_MEMORY_KIB) : file, file::read);
    }

    /** The decompressed bytes. */
    InputStream stream() {
        return stream;
    }

    /** Whether the file continues after {@link #stream}; must be called after the end of that stream. */
    boolean hasMore() throws IOException {
        return rest.read() >= 0;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
