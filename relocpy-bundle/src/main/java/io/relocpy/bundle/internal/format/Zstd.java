package io.relocpy.bundle.internal.format;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Streams of zstd. The library is native code, which a caller of Java 24 and later can forbid. */
final class Zstd {
    /** Not much slower than the default, and the size of xz's faster levels. */
    private static final int LEVEL = 12;

    private Zstd() {}

    static InputStream input(InputStream in) throws IOException {
        try {
            return new ZstdInputStream(in);
        } catch (LinkageError e) {
            throw denied(e);
        }
    }

    static OutputStream output(OutputStream out) throws IOException {
        try {
            // without a worker zstd would give other bytes than with any number of them
            return new ZstdOutputStream(out, LEVEL)
                    .setWorkers(Runtime.getRuntime().availableProcessors())
                    .setChecksum(true);
        } catch (LinkageError e) {
            throw denied(e);
        }
    }

    private static IOException denied(LinkageError e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new IOException(
                "an archive of zstd needs native code, which Java did not load: " + cause.getMessage()
                        + " (allow it with --enable-native-access=ALL-UNNAMED, or name another folder for it with"
                        + " -Djava.io.tmpdir)",
                e);
    }
}
