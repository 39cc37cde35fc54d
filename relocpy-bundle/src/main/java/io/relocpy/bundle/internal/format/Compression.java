package io.relocpy.bundle.internal.format;

import io.relocpy.repository.internal.io.Zstd;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** How a tar archive is compressed; the bytes do not depend on the machine. */
public enum Compression {
    /** With gzip, see RFC 1952. */
    GZIP("\\.(?:tar\\.gz|tgz)$") {
        @Override
        public OutputStream compress(OutputStream out) throws IOException {
            return new ParallelGzip(out, Runtime.getRuntime().availableProcessors());
        }
    },
    /** With zstd, see RFC 8878. */
    ZSTD("\\.(?:tar\\.zst|tzst)$") {
        @Override
        public OutputStream compress(OutputStream out) throws IOException {
            return Zstd.compress(out, ZSTD_LEVEL);
        }
    },
    /** With xz. */
    XZ("\\.(?:tar\\.xz|txz)$") {
        @Override
        public OutputStream compress(OutputStream out) throws IOException {
            return new XZOutputStream(out, new LZMA2Options());
        }
    },
    /** Not compressed. */
    NONE("\\.tar$") {
        @Override
        public OutputStream compress(OutputStream out) {
            return out;
        }
    };

    /** Not much slower than the default level, and as small as xz at its faster levels. */
    private static final int ZSTD_LEVEL = 12;

    private final Pattern suffix;

    Compression(String suffix) {
        this.suffix = Pattern.compile(suffix);
    }

    /** The compression that the name of an archive states. */
    static Optional<Compression> ofName(String name) {
        return Arrays.stream(values())
                .filter(each -> !each.withoutSuffix(name).equals(name)
                        && !each.withoutSuffix(name).isEmpty())
                .findFirst();
    }

    /** The name of an archive without what states its compression. */
    String withoutSuffix(String name) {
        return suffix.matcher(name).replaceFirst("");
    }

    /** The stream that compresses into another, which it closes. */
    public abstract OutputStream compress(OutputStream out) throws IOException;
}
