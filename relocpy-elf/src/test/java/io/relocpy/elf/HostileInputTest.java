package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Damaged files by the thousand, from fixed seeds: the short form of fuzzing that every build runs.
 * {@code -Drelocpy.mutations=N} runs more.
 */
class HostileInputTest {

    private static List<byte[]> files() {
        List<byte[]> files = new ArrayList<>();
        for (boolean is64 : new boolean[] {true, false}) {
            for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
                files.add(new TinyElf(is64, order)
                        .interpreter("/lib/ld.so.1")
                        .needed("libc.so.6")
                        .runpath("/x")
                        .symbol("exit")
                        .bytes());
                files.add(new TinyElf(is64, order)
                        .needed("libc.so.6")
                        .soname("liba.so")
                        .withoutSections()
                        .bytes());
            }
        }
        return files;
    }

    @Test
    void damagedFilesGiveNothingButElfFormatException() {
        int mutations = Integer.getInteger("relocpy.mutations", 600);
        List<byte[]> files = files();
        for (int seed = 0; seed < mutations; seed++) {
            Random random = new Random(seed);
            byte[] bytes = mutate(files.get(random.nextInt(files.size())), random);
            assertThatCode(() -> {
                        FuzzTargets.reader(bytes);
                        FuzzTargets.verifier(bytes);
                        FuzzTargets.editor(bytes);
                    })
                    .as("seed %d", seed)
                    .doesNotThrowAnyException();
        }
    }

    private static byte[] mutate(byte[] file, Random random) {
        byte[] bytes = file.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(600, bytes.length));
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                case 2 -> {
                    for (int j = at & -8; j < Math.min(bytes.length, (at & -8) + 8); j++) {
                        bytes[j] = (byte) (random.nextBoolean() ? 0xff : 0x7f);
                    }
                }
                default -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }
}
