package io.relocpy.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.cache.PackageCache;
import io.relocpy.repository.openpgp.VerificationPolicy;
import io.relocpy.testing.NullArguments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NullArgumentsTest {
    static List<Object> builders() {
        return List.of(
                HttpSettings.DEFAULT,
                ClosurePackage.builder("one", "1-1", "noarch"),
                ClosureRequest.builder(List.of("one"), "x86_64"),
                PackageEntry.file(List.of("/x"), 0),
                VerificationPolicy.STRICT);
    }

    @ParameterizedTest
    @MethodSource("builders")
    void nullIsRefusedAtOnceByName(Object builder) throws Exception {
        assertThat(NullArguments.accepted(builder)).isEmpty();
    }

    @Test
    void valuesThatMeanNothingAreRefusedByName() {
        assertThatThrownBy(() -> ClosureRequest.builder(List.of("one", " "), "x86_64"))
                .hasMessage("requests: expected a name, found ' '");
        assertThatThrownBy(() -> ClosureRequest.builder(List.of("one"), ""))
                .hasMessage("architecture: expected a name, found ''");
        PackageCache cache = PackageCache.in(Path.of("none"));
        assertThatThrownBy(() -> cache.removeUnusedFor(Duration.ofSeconds(-1)))
                .hasMessageStartingWith("time: expected");
        assertThatThrownBy(() -> cache.removeUnusedFor(Duration.ofSeconds(Long.MAX_VALUE)))
                .hasMessageStartingWith("time: expected");
        assertThatThrownBy(() -> cache.trim(-1)).hasMessage("limit: expected a number of bytes, found -1");
        assertThatThrownBy(() -> HttpSettings.DEFAULT.withTimeout(Duration.ZERO))
                .hasMessage("timeout: expected a time longer than zero, found PT0S");
    }

    @Test
    void nullIsRefusedWhereABuilderIsMade() {
        assertThatThrownBy(() -> ClosureRequest.builder(Arrays.asList("one", null), "x86_64"))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("requests");
        assertThatThrownBy(() -> ClosureRequest.builder(List.of(), null)).hasMessage("architecture");
        assertThatThrownBy(() -> PackageEntry.symbolicLink(List.of("/x"), null)).hasMessage("target");
        assertThatThrownBy(() -> ClosurePackage.builder("one", null, "noarch")).hasMessage("version");
    }
}
