package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "libz.so.1", "größer 日本 😀", "a\\b", "\ue0a0"})
    void whatCanBeSeenStaysAsItIs(String text) {
        assertThat(Printable.of(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0", "7", "9", "10", "13", "27", "127", "133", "155", "159", "173", "8203", "8206", "8232", "8233", "8238",
        "8297", "65279", "55296", "57343", "56447"
    })
    void whatSteersOrHidesIsEscaped(int character) {
        assertThat(Printable.of("a" + (char) character + "b")).isEqualTo("a\\u%04xb".formatted(character));
    }

    @Test
    void invisibleCharactersOfTwoUnitsAreEscapedAsBoth() {
        assertThat(Printable.of("\udb40\udc41😀")).isEqualTo("\\udb40\\udc41😀");
    }

    @Test
    void bytesThatAreNoUtf8AreShownAsNumbers() {
        assertThat(Printable.of("caf\udce9\udcff/é")).isEqualTo("caf\\xe9\\xff/é");
    }

    @Test
    void messagesOfExceptionsArePrintable() {
        assertThat(new ElfFormatException("\033a", "b\n", "\u202ec"))
                .hasMessage("\\u001ba: expected b\\u000a, found \\u202ec");
    }
}
