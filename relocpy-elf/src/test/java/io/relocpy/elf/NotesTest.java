package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotesTest {
    private static final int ISA_NEEDED = 0xc0008002;
    private static final int OTHER = 0xc0000002;

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "4, 3", "7, 3", "8, 4", "15, 4"})
    void theHighestBitIsTheLevelThatIsNeeded(int bits, int level) {
        assertThat(notes(8, property(ISA_NEEDED, 4, bits, 0)).x86IsaLevel()).hasValue(level);
    }

    @Test
    void propertiesArePaddedToAWordOfTheFile() {
        assertThat(notes(8, property(OTHER, 4, 3, 0), property(ISA_NEEDED, 4, 2, 0))
                        .x86IsaLevel())
                .hasValue(2);
        assertThat(notes(4, property(OTHER, 4, 3), property(ISA_NEEDED, 4, 4)).x86IsaLevel())
                .hasValue(3);
    }

    @Test
    void noPropertyIsNoDemand() {
        assertThat(new Notes(List.of(), 8).x86IsaLevel()).isEmpty();
        assertThat(notes(8, property(OTHER, 4, 3, 0)).x86IsaLevel()).isEmpty();
        assertThat(notes(8, property(ISA_NEEDED, 4, 0, 0)).x86IsaLevel()).isEmpty();
        assertThat(notes(8, property(ISA_NEEDED, 0)).x86IsaLevel()).isEmpty();
    }

    @Test
    void aPropertyBeyondItsNoteIsNoDemand() {
        assertThat(notes(8, property(ISA_NEEDED, -1, 2)).x86IsaLevel()).isEmpty();
    }

    private static int[] property(int type, int size, int... words) {
        int[] all = new int[words.length + 2];
        all[0] = type;
        all[1] = size;
        System.arraycopy(words, 0, all, 2, words.length);
        return all;
    }

    private static Notes notes(int align, int[]... properties) {
        ByteBuffer bytes = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        for (int[] property : properties) {
            for (int word : property) {
                bytes.putInt(word);
            }
        }
        return new Notes(List.of(new Note("GNU", ElfConstants.NT_GNU_PROPERTY_TYPE_0, bytes.flip())), align);
    }
}
