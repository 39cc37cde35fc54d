package io.relocpy.repository.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    /** The builder's arrays have 64 KiB. */
    private static final int CHUNK = 1 << 16;

    @Test
    void keepsTextsThatFillAnArrayOrAreLongerThanOne() throws IOException {
        List<String> texts = List.of(
                "",
                "a",
                "b".repeat(CHUNK - 1),
                "",
                "c",
                "d".repeat(CHUNK),
                "",
                "e".repeat(CHUNK - 2),
                "ff",
                "",
                "g".repeat(2 * CHUNK + 3),
                "",
                "h");
        TextTable.Builder builder = new TextTable.Builder();
        texts.forEach(builder::add);
        TextTable table = TextTable.read(new IndexInput(IndexOutput.inMemory(builder::writeTo), "texts"));
        assertThat(table.size()).isEqualTo(texts.size());
        for (int id = 0; id < texts.size(); id++) {
            assertThat(builder.get(id)).isEqualTo(texts.get(id));
            assertThat(table.get(id)).isEqualTo(texts.get(id));
        }
    }

    @Test
    void growsByManyArrays() throws IOException {
        int count = 300_000;
        TextTable.Builder builder = new TextTable.Builder();
        for (int i = 0; i < count; i++) {
            builder.add("text " + i);
        }
        TextTable table = TextTable.read(new IndexInput(IndexOutput.inMemory(builder::writeTo), "texts"));
        for (int i = 0; i < count; i++) {
            assertThat(table.get(i)).isEqualTo("text " + i);
        }
    }
}
