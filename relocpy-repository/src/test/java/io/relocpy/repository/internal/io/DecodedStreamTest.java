package io.relocpy.repository.internal.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.testing.Cancelling;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class DecodedStreamTest {
    private static final byte[] CONTENT = new byte[1000];

    @Test
    void readsUpToTheLimit() throws IOException {
        DecodedStream stream = open(gzip(), Compression.GZIP::open, CONTENT.length);

        assertThat(stream.readAllBytes()).isEqualTo(CONTENT);
        assertThat(stream.position()).isEqualTo(CONTENT.length);
    }

    @Test
    void refusesMoreThanTheLimit() throws IOException {
        DecodedStream stream = open(gzip(), Compression.GZIP::open, CONTENT.length - 1);

        assertThatThrownBy(stream::readAllBytes)
                .isInstanceOf(FormatException.class)
                .hasMessage("x.gz: expected at most 999 bytes after decompression, found more");
    }

    @Test
    void saysWhereDataAreTruncatedOrDamaged() throws IOException {
        byte[] right = gzip();
        byte[] truncated = Arrays.copyOf(right, right.length - 1);
        byte[] damaged = right.clone();
        damaged[right.length - 8] ^= 1; // its CRC

        assertThatThrownBy(() -> open(truncated, Compression.GZIP::open, 1000).readAllBytes())
                .isInstanceOf(FormatException.class)
                .hasMessage("x.gz: expected more compressed data, found their end");
        assertThatThrownBy(() -> open(damaged, Compression.GZIP::open, 1000).readAllBytes())
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("x.gz: expected intact compressed data, found ");
    }

    @Test
    void endsWhenItsThreadIsInterruptedHoweverMuchIsToCome() throws Exception {
        InputStream endless = new BlockStream() {
            @Override
            public int read(byte[] target, int offset, int length) {
                return length;
            }
        };

        Cancelling.after(Duration.ofMillis(20), () -> {
            try (ReadAhead in = new ReadAhead(open(CONTENT, raw -> endless, Long.MAX_VALUE))) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        });
        Cancelling.after(Duration.ofMillis(20), () -> open(CONTENT, raw -> endless, Long.MAX_VALUE)
                .transferTo(OutputStream.nullOutputStream()));
    }

    @Test
    void reportsWhatDecodersThrowUnchecked() throws IOException {
        InputStream broken = new BlockStream() {
            @Override
            public int read(byte[] target, int offset, int length) {
                throw new ArrayIndexOutOfBoundsException(7);
            }
        };

        assertThatThrownBy(() -> open(CONTENT, raw -> broken, 1000).readAllBytes())
                .isInstanceOf(FormatException.class)
                .hasMessage("x.gz: expected intact compressed data, found damaged data");
        assertThatThrownBy(() -> open(
                        CONTENT,
                        raw -> {
                            throw new IllegalStateException();
                        },
                        1000))
                .isInstanceOf(FormatException.class);
    }

    @Test
    void doesNotBlameTheDataWhenNativeCodeCannotBeLoaded() {
        assertThatThrownBy(() -> open(
                        CONTENT,
                        raw -> {
                            throw new NativeCodeException("cannot load the native code of zstd");
                        },
                        1000))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(FormatException.class)
                .hasMessage("x.gz: cannot load the native code of zstd");
    }

    private static DecodedStream open(byte[] data, DecodedStream.Decoder decoder, long limit) throws IOException {
        return new DecodedStream(new ByteArrayInputStream(data), decoder, "x.gz", limit);
    }

    private static byte[] gzip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(CONTENT);
        }
        return bytes.toByteArray();
    }
}
