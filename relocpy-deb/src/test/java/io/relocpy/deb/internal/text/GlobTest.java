package io.relocpy.deb.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "python3*, python3-yaml, true",
        "python3*, python2, false",
        "*-dev, libc6-dev, true",
        "lib?, libc, true",
        "lib?, lib, false",
        "lib[ab]c, libac, true",
        "lib[a-c]c, libbc, true",
        "lib[!a-c]c, libbc, false",
        "lib[!a-c]c, libdc, true",
        "a[b, a[b, true",
        "*a*b*, xaxbx, true",
        "*a*b*, xbxax, false",
        "'', a, false",
        "*, '', true"
    })
    void matchesAsFnmatch(String pattern, String text, boolean expected) {
        assertThat(Glob.matches(pattern, text)).isEqualTo(expected);
    }

    @Test
    void manyStarsTakeNoLongTime() {
        assertThat(Glob.matches("*a".repeat(2_000) + "b", "a".repeat(20_000))).isFalse();
    }

    @Test
    void expressionsAreForLettersOfEitherCase() {
        assertThat(Glob.matchesExpression("Debian*", "debian-security")).isTrue();
        assertThat(Glob.matchesExpression("/^deb.*y$/", "Debian-Security")).isTrue();
        assertThat(Glob.matchesExpression("/[/", "[")).isFalse();
    }
}
