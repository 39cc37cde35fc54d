package io.relocpy.repository.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NameTableTest {
    private static NameTable table(NameTable.Builder builder) throws IOException {
        return NameTable.read(new IndexInput(IndexOutput.inMemory(builder::writeTo), "names"));
    }

    @Test
    void numbersNamesInTheOrderOfTheirFirstUse() throws IOException {
        NameTable.Builder builder = new NameTable.Builder();
        assertThat(builder.add("b")).isZero();
        assertThat(builder.add("a")).isEqualTo(1);
        assertThat(builder.add("b")).isZero();
        assertThat(builder.add("")).isEqualTo(2);
        assertThat(builder.size()).isEqualTo(3);
        NameTable table = table(builder);
        assertThat(table.size()).isEqualTo(3);
        assertThat(table.get(0)).isEqualTo("b");
        assertThat(table.find("a")).isEqualTo(1);
        assertThat(table.find("")).isEqualTo(2);
        assertThat(table.find("c")).isEqualTo(NameTable.ABSENT);
    }

    @Test
    void keepsEveryNameWhileTheTableGrows() throws IOException {
        NameTable.Builder builder = new NameTable.Builder();
        int count = 20_000;
        for (int i = 0; i < count; i++) {
            assertThat(builder.add("name-" + i)).isEqualTo(i);
        }
        for (int i = 0; i < count; i += 7) {
            assertThat(builder.add("name-" + i)).isEqualTo(i);
        }
        NameTable table = table(builder);
        for (int i = 0; i < count; i++) {
            assertThat(table.find("name-" + i)).isEqualTo(i);
        }
        assertThat(table.find("name-" + count)).isEqualTo(NameTable.ABSENT);
    }

    @Test
    void anEmptyTableFindsNothing() throws IOException {
        assertThat(table(new NameTable.Builder()).find("a")).isEqualTo(NameTable.ABSENT);
    }

    @Test
    void acceptsLongAndNonAsciiNames() throws IOException {
        List<String> names = List.of("x".repeat(300), "größe", "ü".repeat(1000), "y".repeat(100_000), "\uD83D\uDE00");
        NameTable.Builder builder = new NameTable.Builder();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < names.size(); i++) {
                assertThat(builder.add(names.get(i))).isEqualTo(i);
            }
        }
        NameTable table = table(builder);
        for (int i = 0; i < names.size(); i++) {
            assertThat(table.get(i)).isEqualTo(names.get(i));
            assertThat(table.find(names.get(i))).isEqualTo(i);
        }
    }

    /** The hash is simple, so an attacker could choose names that all hash to the same slot. */
    @Test
    void refusesNamesCraftedToCollide() {
        List<String> alike = collisions();
        NameTable.Builder builder = new NameTable.Builder();
        assertThatThrownBy(() -> alike.forEach(builder::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("names crafted to collide, such as ");
    }

    /** Concatenates pairs of strings with equal hashes: 2^14 names with the same hash. */
    private static List<String> collisions() {
        List<String> names = new ArrayList<>(List.of(""));
        for (int part = 0; part < 14; part++) {
            String[] pair = pair(names.get(0));
            List<String> longer = new ArrayList<>();
            for (String name : names) {
                longer.add(name + pair[0]);
                longer.add(name + pair[1]);
            }
            names = longer;
        }
        return names;
    }

    /** Returns two different continuations with equal hashes, found by a birthday attack. */
    private static String[] pair(String prefix) {
        // random, since the hashes of consecutive numbers are not spread evenly
        Random random = new Random(1);
        Map<Integer, String> seen = new HashMap<>();
        while (true) {
            String text = HexFormat.of().toHexDigits(random.nextLong());
            byte[] bytes = (prefix + text).getBytes(StandardCharsets.UTF_8);
            String other = seen.put(NameTable.hash(bytes, 0, bytes.length), text);
            if (other != null && !other.equals(text)) {
                return new String[] {other, text};
            }
        }
    }
}
