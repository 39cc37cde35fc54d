package io.relocpy.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Licences lie in directories named after packages. */
class ClosurePackageTest {
    @Test
    void namesOfPackagesAreAccepted() {
        assertThat(of("libstdc++", "1:2.0~rc1^x-1+b_c", "x86_64").id()).isEqualTo("libstdc++-1:2.0~rc1^x-1+b_c.x86_64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../../ESC", "a/b", "/", "a b", "a\n", "a\0", "a\u001b"})
    void whatIsMoreThanOneComponentOfAPathIsNot(String name) {
        assertThatThrownBy(() -> of(name, "1-1", "noarch")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of("a", name, "noarch")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of("a", "1-1", name)).isInstanceOf(IllegalArgumentException.class);
    }

    private static ClosurePackage of(String name, String version, String arch) {
        return ClosurePackage.builder(name, version, arch).build();
    }
}
