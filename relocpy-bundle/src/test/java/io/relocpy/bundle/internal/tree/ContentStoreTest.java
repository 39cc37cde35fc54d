package io.relocpy.bundle.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentStoreTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 257, 65_536, 65_537, 1 << 20, (1 << 20) + 1})
    void givesBackWhatItStoredInEveryWay(int size) throws IOException {
        byte[] before = bytes(size, 1);
        byte[] expected = bytes(size, 2);
        try (ContentStore store = new ContentStore(folder.resolve("contents"))) {
            store.add(new ByteArrayInputStream(before));
            Content content = store.add(new Dribbling(expected));

            assertThat(content.size()).isEqualTo(size);
            assertThat(content.bytes()).isEqualTo(expected);
            assertThat(content.open().readAllBytes()).isEqualTo(expected);
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            content.writeTo(written);
            assertThat(written.toByteArray()).isEqualTo(expected);
            for (int count : new int[] {0, 4, Content.HEAD, Content.HEAD + 1}) {
                assertThat(content.head(count)).isEqualTo(ByteBuffer.wrap(expected, 0, Math.min(count, size)));
            }
        }
    }

    private static byte[] bytes(int size, int seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Gives less at once than is asked for, as decompressors do. */
    private static final class Dribbling extends FilterInputStream {
        Dribbling(byte[] bytes) {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(length, 100));
        }
    }
}
