package io.relocpy.repository.internal.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadAheadTest {
    /** Returns as many zeros as requested, in pieces of one byte and more. */
    private static class Endless extends InputStream {
        final AtomicLong read = new AtomicLong();
        final AtomicBoolean closed = new AtomicBoolean();

        @Override
        public int read() {
            throw new AssertionError("one byte at a time");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            assertThat(closed).isFalse();
            read.addAndGet(length);
            return length;
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void givesTheBytesOfItsSource() throws IOException {
        for (int length : new int[] {0, 1, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, 5_000_000}) {
            byte[] bytes = random(length);
            try (ReadAhead in = new ReadAhead(new ByteArrayInputStream(bytes))) {
                assertThat(in.readAllBytes()).isEqualTo(bytes);
                assertThat(in.read()).isEqualTo(-1);
                assertThat(in.read(new byte[10], 0, 10)).isEqualTo(-1);
            }
        }
    }

    @Test
    void givesSingleBytesWithoutSign() throws IOException {
        try (ReadAhead in = new ReadAhead(new ByteArrayInputStream(new byte[] {-1, 7}))) {
            assertThat(in.read()).isEqualTo(255);
            assertThat(in.read()).isEqualTo(7);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void reportsAFailureAfterTheBytesBeforeItAndOnEveryRead() throws IOException {
        InputStream source = new InputStream() {
            private boolean given;

            @Override
            public int read() throws IOException {
                throw new IOException("unread");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (given) {
                    throw new FormatException("here", "this", "that");
                }
                given = true;
                return 3;
            }
        };
        try (ReadAhead in = new ReadAhead(source)) {
            assertThat(in.readNBytes(3)).hasSize(3);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(in::read).isInstanceOf(FormatException.class);
            }
        }
    }

    @Test
    void convertsUncheckedExceptionsOfDecoders() throws IOException {
        InputStream source = new InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException("damaged");
            }
        };
        try (ReadAhead in = new ReadAhead(source)) {
            assertThatThrownBy(in::read)
                    .isInstanceOf(IOException.class)
                    .hasRootCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void readsNoFurtherAheadThanItsBlocks() throws Exception {
        Endless source = new Endless();
        try (ReadAhead in = new ReadAhead(source)) {
            assertThat(in.read()).isZero();
            Thread.sleep(200);
            assertThat(source.read.get()).isLessThanOrEqualTo(20L << 16);
        }
    }

    @Test
    void closingEndsTheThreadFirstAndThenTheSource() throws IOException {
        Endless source = new Endless();
        ReadAhead in = new ReadAhead(source);
        assertThat(in.readNBytes(10)).hasSize(10);
        in.close();
        assertThat(source.closed).isTrue();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("relocpy-read-ahead");
    }

    @Test
    void interruptingTheReaderThrows() throws IOException {
        InputStream never = new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    throw (IOException) new InterruptedIOException().initCause(e);
                }
                return -1;
            }
        };
        try (ReadAhead in = new ReadAhead(never)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(in::read).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
