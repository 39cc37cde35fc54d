package io.relocpy.repository.internal.io;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import com.github.luben.zstd.util.Native;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Streams of zstd. Its library is native code, which callers of Java 24 and later can forbid. */
public final class Zstd {
    private static final int BUFFER = 1 << 16;

    /** 128 MiB, as for the command zstd; what asks for a larger window is a bomb. */
    private static final int MAX_WINDOW_LOG = 27;

    /** Why the library was not loaded; null if it was. Later uses would only hear that a class failed to initialize. */
    private static final @Nullable String FAILURE = load();

    private Zstd() {}

    private static @Nullable String load() {
        try {
            Native.load();
            return null;
        } catch (LinkageError | RuntimeException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return String.valueOf(cause.getMessage());
        }
    }

    private static void requireLibrary() throws IOException {
        if (FAILURE != null) {
            throw new IOException("zstd needs native code, which Java did not load: " + FAILURE
                    + " (allow it with --enable-native-access=ALL-UNNAMED, or name another directory for it with"
                    + " -Djava.io.tmpdir)");
        }
    }

    /** The content of one or more frames. */
    public static InputStream decompress(InputStream in) throws IOException {
        requireLibrary();
        // the decoder calls native code at every read, even of a single byte
        return new BufferedInputStream(new ZstdInputStreamNoFinalizer(in).setLongMax(MAX_WINDOW_LOG), BUFFER);
    }

    /**
     * Compresses into one frame with a checksum. The bytes do not depend on the number of processors.
     *
     * @param level of the command zstd
     */
    public static OutputStream compress(OutputStream out, int level) throws IOException {
        requireLibrary();
        // without a worker zstd writes other bytes than with any number of them
        return new ZstdOutputStreamNoFinalizer(out, level)
                .setWorkers(Runtime.getRuntime().availableProcessors())
                .setChecksum(true);
    }
}
