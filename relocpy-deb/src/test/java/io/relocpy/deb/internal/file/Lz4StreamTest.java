package io.relocpy.deb.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.internal.io.DecodedStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream.BlockSize;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Lz4StreamTest {
    private static byte[] compressed(byte[] content, Parameters parameters) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (FramedLZ4CompressorOutputStream out = new FramedLZ4CompressorOutputStream(bytes, parameters)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] read(byte[] data) throws IOException {
        try (InputStream in =
                new DecodedStream(new ByteArrayInputStream(data), Compression.LZ4::open, "test", 1 << 24)) {
            return in.readAllBytes();
        }
    }

    /** Repetitions near and far, and bytes that repeat nothing. Few of them: the compressor is slow. */
    private static byte[] content() {
        StringBuilder stanzas = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            stanzas.append("Package: lib")
                    .append(i * 7919 % 300)
                    .append("\nVersion: 1.")
                    .append(i)
                    .append("\n\n");
        }
        String text = "a".repeat(100_000) + stanzas + "b".repeat(50_000) + stanzas;
        byte[] start = text.getBytes(StandardCharsets.UTF_8);
        byte[] content = Arrays.copyOf(start, start.length + 100_000);
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        System.arraycopy(noise, 0, content, start.length, noise.length);
        return content;
    }

    @ParameterizedTest
    @EnumSource(BlockSize.class)
    void contentComesBackInBlocksOfEverySize(BlockSize size) throws IOException {
        byte[] content = content();

        assertThat(read(compressed(content, new Parameters(size)))).isEqualTo(content);
        assertThat(read(compressed(content, new Parameters(size, false, true, true))))
                .isEqualTo(content);
    }

    @Test
    void framesThatAreCutAreRefused() throws IOException {
        byte[] data = compressed(content(), new Parameters(BlockSize.K64));
        for (int length = 0; length < data.length - 9; length += 997) {
            byte[] cut = Arrays.copyOf(data, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void damagedFramesGiveOtherContentOrAreRefused() throws IOException {
        byte[] data = compressed(content(), new Parameters(BlockSize.K64));
        Random random = new Random(2);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = data.clone();
            damaged[random.nextInt(Math.min(damaged.length, 3_000))] = (byte) random.nextInt();
            try {
                assertThat(read(damaged)).isNotNull();
            } catch (IOException e) {
                assertThat(e.getMessage()).contains("expected");
            }
        }
    }
}
