package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestWordTest {
    private static final List<String> WORDS = List.of("build", "resolve", "verify", "ldd", "--script", "--include");

    @ParameterizedTest
    @CsvSource({"biuld,build", "reslove,resolve", "verfiy,verify", "--scrpt,--script", "ld,ldd"})
    void namesTheWordThatWasMeant(String wrong, String meant) {
        assertThat(NearestWord.suggestion(wrong, WORDS)).isEqualTo("; did you mean " + meant + "?");
    }

    @Test
    void saysNothingWhereNothingIsNear() {
        assertThat(NearestWord.suggestion("frobnicate", WORDS)).isEmpty();
    }
}
