package io.relocpy.repository.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
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
        "[!]a]x,  bx,   true",
        "[!]a]x,  ]x,   false",
        "[\\]]x,   ]x,   true",
        "[a\\-c],  b,    false",
        "a\\,     a\\,   false",
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
        "*, '', true",
    })
    void matchesAsFnmatch(String pattern, String text, boolean expected) {
        assertThat(Glob.matches(pattern, text)).isEqualTo(expected);
    }

    @Test
    void manyStarsTakeNoLongTime() {
        assertThat(Glob.matches("*a".repeat(2_000) + "b", "a".repeat(20_000))).isFalse();
    }
}
