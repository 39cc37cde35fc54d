package io.relocpy.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DebianVersionTest {
    /** Each as {@code dpkg --compare-versions} says; DpkgVersionsIT asks it. */
    @ParameterizedTest
    @CsvSource({
        "1.0, 1.0-0, 0",
        "1.0, 0:1.0, 0",
        "1.0, 1.00, 0",
        "00:1, 1, 0",
        "1.0~rc1, 1.0, -1",
        "1.0~~, 1.0~, -1",
        "1.0, 1.0a, -1",
        "1.0a, 1.0+, -1",
        "1.0, 1.0-1, -1",
        "1:0, 9, 1",
        "10, 9, 1",
        "1.9.9, 1.10, -1",
        "1-1-2, 1-2, 1",
        "1.0-1~bpo12+1, 1.0-1, -1",
        "2.0-1+b1, 2.0-1, 1"
    })
    void ordersAsDpkg(String a, String b, int expected) {
        assertThat(Integer.signum(DebianVersion.of(a).compareTo(DebianVersion.of(b))))
                .isEqualTo(expected);
        assertThat(Integer.signum(DebianVersion.of(b).compareTo(DebianVersion.of(a))))
                .isEqualTo(-expected);
    }

    @Test
    void hasItsParts() {
        DebianVersion version = DebianVersion.of("1:2.3-4-5~bpo12+1");
        assertThat(version.epoch()).isEqualTo("1");
        assertThat(version.upstreamVersion()).isEqualTo("2.3-4");
        assertThat(version.revision()).contains("5~bpo12+1");
        assertThat(DebianVersion.of("2.3"))
                .extracting(DebianVersion::epoch, DebianVersion::upstreamVersion, DebianVersion::revision)
                .containsExactly("0", "2.3", Optional.empty());
    }

    @Test
    void isEqualOnlyToTheSameText() {
        assertThat(DebianVersion.of("1.0"))
                .isEqualTo(DebianVersion.of("1.0"))
                .hasSameHashCodeAs(DebianVersion.of("1.0"))
                .isNotEqualTo(DebianVersion.of("1.0-0"))
                .hasToString("1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1 0", "1/2", "1\n", "$1", "1\u00e9"})
    void refusesWhatIsNoVersion(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DebianVersion.of(text));
    }

    @Test
    void refusesAnEndlessVersion() {
        assertThatIllegalArgumentException().isThrownBy(() -> DebianVersion.of("1".repeat(1025)));
    }
}
