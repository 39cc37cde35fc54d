package io.relocpy.deb.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PinPatternTest {
    @Test
    void expressionsAreForLettersOfEitherCase() {
        assertThat(PinPattern.matches("Debian*", "debian-security")).isTrue();
        assertThat(PinPattern.matches("/^deb.*y$/", "Debian-Security")).isTrue();
        assertThat(PinPattern.matches("/[/", "[")).isFalse();
    }
}
