package io.relocpy.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.Checksum;
import io.relocpy.rpm.metadata.ModuleSettings;
import io.relocpy.rpm.metadata.RepositoryClient;
import io.relocpy.rpm.metadata.RepositoryConfig;
import io.relocpy.rpm.resolve.Resolver;
import io.relocpy.rpm.resolve.RpmRepositories;
import io.relocpy.testing.NullArguments;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NullArgumentsTest {
    static List<Object> builders() throws Exception {
        return List.of(
                RpmRepositories.builder(),
                RepositoryConfig.builder("one"),
                RepositoryClient.builder(),
                Resolver.builder(),
                ModuleSettings.DEFAULTS,
                PackageMetadata.builder(
                        Nevra.parse("one-1-1.noarch"), new Checksum(Checksum.Algorithm.MD5, "00".repeat(16)), "one"));
    }

    @ParameterizedTest
    @MethodSource("builders")
    void nullIsRefusedAtOnceByName(Object builder) throws Exception {
        assertThat(NullArguments.accepted(builder)).isEmpty();
    }

    @Test
    void emptyNamesAndLimitsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> ModuleSettings.DEFAULTS.enable("", "x"))
                .hasMessage("module: expected a name, found none");
        assertThatThrownBy(() -> ModuleSettings.DEFAULTS.enable("x", " "))
                .hasMessage("stream: expected a name, found none");
        assertThatThrownBy(() -> ModuleSettings.DEFAULTS.disable("")).hasMessage("module: expected a name, found none");
        assertThatThrownBy(() -> Resolver.builder().limit(Duration.ofSeconds(-1), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Resolver.builder().limit(Duration.ofSeconds(1), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
