package io.relocpy.repository.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexFormatTest {
    private static final int[] NUMBERS = {3, -1, 1 << 30};

    @TempDir
    Path directory;

    private final IndexFormat format = new IndexFormat("testing", (byte) 2, new byte[] {1, 2, 3, 4});
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.createFile(directory.resolve("index"));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            format.write(channel, out -> out.ints(NUMBERS));
            assertThat(numbers(format.openWritten(channel, "index"))).isEqualTo(NUMBERS);
        }
    }

    private static int[] numbers(IndexInput in) throws FormatException {
        int[] numbers = in.records(IndexInput.Range.ANY);
        in.end();
        return numbers;
    }

    private int[] read(IndexFormat expected) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return numbers(expected.open(channel, "index"));
        }
    }

    @Test
    void whatWasWrittenIsReadBack() throws IOException {
        assertThat(read(format)).isEqualTo(NUMBERS);
    }

    @Test
    void columnsLongerThanABufferAreReadFromTheFile() throws IOException {
        int[] first = IntStream.range(0, 100_003).toArray();
        byte[] text = {1, 2, 3};
        Files.write(file, new byte[0]);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            format.write(channel, out -> {
                out.ints(first);
                out.beginBytes(text.length);
                out.putBytes(text, 0, text.length);
                out.endBytes(text.length);
                out.ints(NUMBERS);
            });
            IndexInput in = format.open(channel, "index");
            assertThat(Arrays.equals(in.records(IndexInput.Range.ANY), first)).isTrue();
            assertThat(in.bytes()).isEqualTo(ByteBuffer.wrap(text));
            assertThat(numbers(in)).isEqualTo(NUMBERS);
        }
    }

    @Test
    void aFileThatIsCutWhileItIsReadIsRefused() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            IndexInput in = format.open(channel, "index");
            channel.truncate(channel.size() - 1);
            assertThatThrownBy(() -> numbers(in)).isInstanceOf(FormatException.class);
        }
    }

    @Test
    void anIndexOfAnotherSourceVersionOrNameIsRefused() {
        byte[] key = {1, 2, 3, 4};
        byte[] other = {1, 2, 3, 5};
        for (IndexFormat each : new IndexFormat[] {
            new IndexFormat("testing", (byte) 2, other),
            new IndexFormat("testing", (byte) 3, key),
            new IndexFormat("nothing", (byte) 2, key)
        }) {
            assertThatThrownBy(() -> read(each)).isInstanceOf(FormatException.class);
        }
    }

    @Test
    void anyDamageAndAnyMissingByteIsDetected() throws IOException {
        byte[] good = Files.readAllBytes(file);
        for (int at = 0; at < good.length; at++) {
            byte[] damaged = good.clone();
            damaged[at] ^= 0x40;
            Files.write(file, damaged);
            assertThatThrownBy(() -> read(format)).as("byte %d", at).isInstanceOf(FormatException.class);
            Files.write(file, Arrays.copyOf(good, at));
            assertThatThrownBy(() -> read(format)).as("%d bytes", at).isInstanceOf(FormatException.class);
        }
    }
}
