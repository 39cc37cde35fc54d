package io.relocpy.bundle.internal.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "1049, 1.0 kB",
        "1050, 1.1 kB",
        "999999, 1000.0 kB",
        "1000000, 1.0 MB",
        "14176940, 14.2 MB",
        "9223372036854775807, 9223372036854.8 MB"
    })
    void tellsTenthsRoundedHalfUp(long bytes, String words) {
        assertThat(Sizes.text(bytes)).isEqualTo(words);
    }
}
