package io.relocpy.repository.internal.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.testing.Allocations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryChannelTest {
    @TempDir
    Path temp;

    @Test
    void behavesAsAFile() throws IOException {
        Path file = temp.resolve("file");
        Random random = new Random(3);
        try (MemoryChannel memory = new MemoryChannel();
                FileChannel disk = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (int i = 0; i < 2_000; i++) {
                int step = random.nextInt(10);
                long place = (long) (random.nextDouble() * (disk.size() + 1));
                byte[] some = new byte[random.nextInt(200)];
                random.nextBytes(some);
                for (SeekableByteChannel each : new SeekableByteChannel[] {memory, disk}) {
                    if (step == 0) {
                        each.position(place);
                    } else if (step == 1) {
                        each.truncate(Math.max(place, disk.size() / 2));
                    } else {
                        each.write(ByteBuffer.wrap(some));
                    }
                }
                assertThat(memory.position()).isEqualTo(disk.position());
                assertThat(memory.size()).isEqualTo(disk.size());
            }
            assertThat(memory.toByteArray()).isEqualTo(Files.readAllBytes(file));
            byte[] end = new byte[10];
            memory.position(memory.size() - 4);
            assertThat(memory.read(ByteBuffer.wrap(end))).isEqualTo(4);
            assertThat(memory.read(ByteBuffer.wrap(end))).isEqualTo(-1);
            assertThatThrownBy(() -> memory.position(memory.size() + 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void manySmallWritesCopyLittle() throws IOException {
        ByteBuffer block = ByteBuffer.allocate(1 << 10);
        // 4 MiB, and its doublings
        Allocations.assertBelow(16 << 20, () -> {
            MemoryChannel memory = new MemoryChannel();
            for (int i = 0; i < 4 << 10; i++) {
                memory.write(block.clear());
            }
        });
    }
}
