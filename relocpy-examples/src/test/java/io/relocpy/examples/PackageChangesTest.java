package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.examples.PackageChanges.Item;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackageChangesTest {
    private static final Item LIBC = new Item("libc6", "2.40-1", 3_000_000, "LGPL");
    private static final Item ZLIB = new Item("zlib", "1.3-1", 120_000, "Zlib");

    @Test
    void namesWhatCameWhatWentAndWhatChanged() {
        Item newer = new Item("libc6", "2.41-1", 3_200_500, "LGPL");
        Item relicensed = new Item("zlib", "1.3-1", 120_000, "MIT");

        assertThat(printed(List.of(LIBC, ZLIB), List.of(newer, relicensed, new Item("tzdata", "2026a", 5, ""))))
                .containsExactly(
                        "+ tzdata  2026a  +5 bytes",
                        "~ libc6   2.40-1 → 2.41-1  +200.5 kB",
                        "~ zlib    1.3-1  ±0 bytes  licence: Zlib → MIT");
        assertThat(printed(List.of(LIBC, ZLIB), List.of(LIBC))).containsExactly("- zlib  1.3-1  −120.0 kB  Zlib");
    }

    @Test
    void warnsOfOlderVersionsAsRpmOrdersThem() {
        assertThat(printed(List.of(new Item("a", "1.10-1", 1, "")), List.of(new Item("a", "1.9-1", 1, ""))))
                .containsExactly("~ a  1.10-1 → 1.9-1 (older!)  ±0 bytes");
    }

    @Test
    void saysWhenNothingChanged() {
        assertThat(printed(List.of(LIBC), List.of(LIBC))).containsExactly("The same packages.");
    }

    private static List<String> printed(List<Item> before, List<Item> after) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PackageChanges.between(before, after).print(new LineStream(bytes));
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
