package io.relocpy.repository.internal.io;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import com.github.luben.zstd.util.Native;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Zstandard streams. The library is native code, which Java 24 and later can prohibit. */
public final class Zstd {
    private static final int BUFFER = 1 << 16;

    /**
     * Of what one worker compresses, in native code that no interrupt ends; zstd's own choice takes four times as long for 1 %
     * less.
     */
    private static final int JOB = 4 << 20;

    /** 128 MiB, like zstd(1); a larger window suggests a decompression bomb. */
    private static final int MAX_WINDOW_LOG = 27;

    /**
     * Why the library was not loaded; null if it was. Later exceptions would only say that a class failed to
     * initialize.
     */
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
            throw new NativeCodeException("cannot load the native code of zstd: " + FAILURE
                    + " (allow it with --enable-native-access=ALL-UNNAMED, or set a different directory for it with"
                    + " -Djava.io.tmpdir)");
        }
    }

    /** Decompresses one or more frames. */
    public static InputStream decompress(InputStream in) throws IOException {
        requireLibrary();
        // the decoder calls native code for every read, even of a single byte
        return new BufferedInputStream(new ZstdInputStreamNoFinalizer(in).setLongMax(MAX_WINDOW_LOG), BUFFER);
    }

    /**
     * Compresses into one frame with a checksum. The bytes do not depend on the number of processors.
     *
     * @param level compression level, as for zstd(1)
     */
    public static OutputStream compress(OutputStream out, int level) throws IOException {
        requireLibrary();
        // without workers zstd produces different bytes than with any number of them
        return new ZstdOutputStreamNoFinalizer(out, level)
                .setWorkers(Runtime.getRuntime().availableProcessors())
                .setJobSize(JOB)
                .setChecksum(true);
    }
}
