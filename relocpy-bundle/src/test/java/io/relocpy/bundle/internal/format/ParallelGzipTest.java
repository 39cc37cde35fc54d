package io.relocpy.bundle.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelGzipTest {
    private static final int BLOCK = 128 << 10;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 5 * BLOCK, 3_000_000})
    void unpacksToTheSameBytes(int size) throws IOException {
        byte[] bytes = bytes(size);

        assertThat(new GZIPInputStream(new ByteArrayInputStream(compress(bytes, 2))).readAllBytes())
                .isEqualTo(bytes);
    }

    @Test
    void theNumberOfThreadsChangesNothing() throws IOException {
        byte[] bytes = bytes(3_000_000);

        assertThat(compress(bytes, 1)).isEqualTo(compress(bytes, 7));
    }

    @Test
    void compressesNearlyAsWellAsOneThreadWould() throws IOException {
        byte[] bytes = bytes(3_000_000);
        ByteArrayOutputStream single = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(single)) {
            gzip.write(bytes);
        }

        assertThat((double) compress(bytes, 2).length / single.size()).isLessThan(1.02);
    }

    private static byte[] compress(byte[] bytes, int threads) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ParallelGzip gzip = new ParallelGzip(out, threads)) {
            gzip.write(bytes, 0, bytes.length / 3);
            gzip.write(bytes, bytes.length / 3, bytes.length - bytes.length / 3);
        }
        return out.toByteArray();
    }

    /** Neither random nor constant, with repetitions that cross blocks. */
    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        Random random = new Random(1);
        for (int i = 0; i < size; i++) {
            bytes[i] = i > 1000 && random.nextInt(8) != 0 ? bytes[i - 997] : (byte) random.nextInt(64);
        }
        return bytes;
    }
}
