package io.relocpy.rpm.internal.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "a*,      abc,  true",
        "a*,      a,    true",
        "*c,      abc,  true",
        "a*b*c,   axbxbxc, true",
        "a*b*c,   axbx, false",
        "a?c,     abc,  true",
        "a?c,     ac,   false",
        "[ab]x,   bx,   true",
        "[!ab]x,  bx,   false",
        "[^ab]x,  cx,   true",
        "[a-c]x,  bx,   true",
        "[a-c]x,  dx,   false",
        "[]x]y,   ]y,   true",
        "[ab,     [ab,  true",
        "a\\*,    a*,   true",
        "a\\*,    ab,   false",
        "**,      x,    true",
        "abc,     abc,  true",
        "abc,     abcd, false",
    })
    void matchesAsFnmatch(String pattern, String text, boolean matches) {
        assertThat(new Glob(pattern).matches(text)).isEqualTo(matches);
    }
}
