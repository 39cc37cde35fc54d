package io.relocpy.repository.internal.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.FilterOptions;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.SingleXZInputStream;
import org.tukaani.xz.X86Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

class XzStreamTest {
    private static final int LIMIT = 1 << 18;

    @ParameterizedTest
    @CsvSource({"3, 0, 2", "0, 0, 0", "4, 0, 4", "0, 4, 3", "1, 3, 1", "2, 2, 0"})
    void decodesEveryKindOfModel(int lc, int lp, int pb) throws IOException {
        LZMA2Options options = new LZMA2Options();
        options.setLcLp(lc, lp);
        options.setPb(pb);
        options.setDictSize(LZMA2Options.DICT_SIZE_MIN);
        byte[] content = content(300_000, lc + 10L * lp + 100 * pb);
        assertDecoded(xz(content, XZ.CHECK_CRC64, options), content);
    }

    @ParameterizedTest
    @ValueSource(ints = {XZ.CHECK_NONE, XZ.CHECK_CRC32, XZ.CHECK_CRC64, XZ.CHECK_SHA256})
    void verifiesEveryCheck(int check) throws IOException {
        byte[] content = content(5_000, check);
        byte[] packed = xz(content, check, new LZMA2Options());
        assertDecoded(packed, content);
        for (int at = 0; at < packed.length; at += 1 + at / 40) {
            for (int bit = 0; bit < 8; bit += 3) {
                byte[] damaged = packed.clone();
                damaged[at] ^= (byte) (1 << bit);
                assertThat(verdict(damaged, XzStreamTest::ours))
                        .as("bit %d of byte %d", bit, at)
                        .isEqualTo(verdict(damaged, SingleXZInputStream::new));
            }
        }
    }

    @Test
    void decodesMoreThanItsWindowHolds() throws IOException {
        LZMA2Options options = new LZMA2Options(0);
        options.setDictSize(1 << 16);
        byte[] content = content(9 << 20, 1);
        assertDecoded(xz(content, XZ.CHECK_CRC32, options), content);
    }

    @Test
    void decodesChunksThatAreNotCompressed() throws IOException {
        byte[] content = new byte[500_000];
        new Random(1).nextBytes(content);
        System.arraycopy(content, 0, content, 200_000, 90_000);
        assertDecoded(xz(content, XZ.CHECK_CRC64, new LZMA2Options()), content);
    }

    @Test
    void decodesSeveralBlocksAndStreams() throws IOException {
        byte[] content = content(100_000, 2);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (int stream = 0; stream < 2; stream++) {
            XZOutputStream out = new XZOutputStream(packed, new LZMA2Options());
            out.write(content, 0, 60_000);
            out.endBlock();
            out.write(content, 60_000, 40_000);
            out.finish();
            packed.write(new byte[8]);
        }
        assertDecoded(packed.toByteArray(), content);
        assertThat(XzStream.open(buffered(packed.toByteArray()), LIMIT, true).readAllBytes())
                .isEqualTo(new XZInputStream(new ByteArrayInputStream(packed.toByteArray())).readAllBytes())
                .hasSize(2 * content.length);
        packed.write(1);
        assertThatThrownBy(() -> XzStream.open(buffered(packed.toByteArray()), LIMIT, true)
                        .readAllBytes())
                .isInstanceOf(IOException.class);
    }

    @Test
    void decodesOtherFiltersAndNothing() throws IOException {
        byte[] content = content(50_000, 3);
        assertDecoded(xz(content, XZ.CHECK_CRC64, new X86Options(), new LZMA2Options()), content);
        assertDecoded(xz(new byte[0], XZ.CHECK_CRC64, new LZMA2Options()), new byte[0]);
    }

    @Test
    void refusesWhatEndsEarly() throws IOException {
        byte[] packed = xz(content(3_000, 4), XZ.CHECK_CRC64, new LZMA2Options());
        for (int length = 0; length < packed.length; length++) {
            byte[] start = Arrays.copyOf(packed, length);
            assertThat(verdict(start, XzStreamTest::ours))
                    .as("%d bytes", length)
                    .isEqualTo("refused");
        }
    }

    @Test
    void refusesDictionariesBeyondTheLimit() throws IOException {
        LZMA2Options options = new LZMA2Options();
        options.setDictSize(16 << 20);
        byte[] packed = xz(content(100, 5), XZ.CHECK_CRC64, options);
        assertThatThrownBy(() -> XzStream.open(buffered(packed), 8 << 10, false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("16384 KiB");
    }

    /** Words in random order with matches near and far, and some noise. */
    private static byte[] content(int size, long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < size) {
            int kind = random.nextInt(10);
            if (kind == 0 && text.length() > 100) {
                int from = random.nextInt(text.length() - 50);
                text.append(text, from, from + random.nextInt(50));
            } else if (kind == 1) {
                text.append(Integer.toString(random.nextInt(), 36));
            } else {
                text.append("word").append(random.nextInt(200)).append(' ');
            }
        }
        return Arrays.copyOf(text.toString().getBytes(StandardCharsets.ISO_8859_1), size);
    }

    private static byte[] xz(byte[] content, int check, FilterOptions... filters) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new XZOutputStream(packed, filters, check)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private static BufferedInputStream buffered(byte[] bytes) {
        return new BufferedInputStream(new ByteArrayInputStream(bytes));
    }

    private static InputStream ours(InputStream in) throws IOException {
        return XzStream.open(new BufferedInputStream(in), LIMIT, false);
    }

    private static void assertDecoded(byte[] packed, byte[] content) throws IOException {
        assertThat(Arrays.equals(ours(new ByteArrayInputStream(packed)).readAllBytes(), content))
                .isTrue();
    }

    private interface Decoder {
        InputStream open(InputStream in) throws IOException;
    }

    /** What a decoder makes of data: the hash of the content, or that they are refused. */
    private static String verdict(byte[] packed, Decoder decoder) {
        try {
            return Integer.toString(Arrays.hashCode(
                    decoder.open(new ByteArrayInputStream(packed)).readAllBytes()));
        } catch (IOException | RuntimeException e) {
            return "refused";
        }
    }
}
