package io.relocpy.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.deb.metadata.AptSource;
import io.relocpy.deb.metadata.RepositoryClient;
import io.relocpy.deb.resolve.AptResolver;
import io.relocpy.deb.resolve.DebRepositories;
import io.relocpy.deb.resolve.PackageLists;
import io.relocpy.testing.NullArguments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NullArgumentsTest {
    static List<Object> builders() throws IOException {
        return List.of(
                AptSource.builder("https://example.org/debian", "trixie"),
                RepositoryClient.builder(),
                AptResolver.builder(PackageLists.read(List.of("amd64"), List.of())),
                DebRepositories.builder());
    }

    @ParameterizedTest
    @MethodSource("builders")
    void nullIsRefusedAtOnceByName(Object builder) throws Exception {
        assertThat(NullArguments.accepted(builder)).isEmpty();
    }

    @Test
    void valuesThatMeanNothingAreRefusedByTheirOption() {
        assertThatThrownBy(() -> DebRepositories.builder().exclude("a", " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("exclude: expected a name, found ' '");
        assertThatThrownBy(() -> DebRepositories.builder().exclude("a\nb"))
                .hasMessageStartingWith("exclude: expected no control characters");
        assertThatThrownBy(() -> DebRepositories.builder().defaultRelease(""))
                .hasMessage("defaultRelease: expected a name, found ''");
        assertThatThrownBy(() -> DebRepositories.builder().root(Path.of("")))
                .hasMessage("root: expected a path, found an empty one");
        assertThatThrownBy(() -> RepositoryClient.builder().cacheDirectory(Path.of("")))
                .hasMessage("cacheDirectory: expected a path, found an empty one");
    }

    @Test
    void aSourceIsCheckedWhereItsPartsAreGiven() {
        AptSource.Builder builder = AptSource.builder("https://example.org/debian", "trixie");

        assertThatThrownBy(() -> AptSource.builder("ftp://example.org/debian", "trixie"))
                .hasMessageStartingWith("URI: ");
        assertThatThrownBy(() -> AptSource.builder("https://example.org/debian", "../trixie"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("suite: expected a suite, found \"../trixie\"");
        assertThatThrownBy(() -> builder.components("main", "a b"))
                .hasMessage("components: expected a component, found \"a b\"");
        assertThatThrownBy(() -> builder.architectures("amd 64"))
                .hasMessage("architectures: expected an architecture, found \"amd 64\"");
        assertThatThrownBy(() -> builder.validUntilMax(Duration.ofDays(-1)))
                .hasMessageStartingWith("validUntilMax: expected a time that is not negative");
        assertThatThrownBy(() -> builder.build())
                .hasMessage("components: expected components of suite trixie, found none");
        assertThatThrownBy(() -> RepositoryClient.builder().maxFutureTime(Duration.ofDays(-1)))
                .hasMessageStartingWith("maxFutureTime: ");
        assertThatThrownBy(() -> RepositoryClient.builder().listsDirectory(Path.of("")))
                .hasMessage("listsDirectory: expected a path, found an empty one");
    }

    @Test
    void nullIsRefusedWhereABuilderIsMade() {
        assertThatThrownBy(() -> AptSource.builder(null, "trixie")).hasMessage("uri");
        assertThatThrownBy(() -> AptSource.builder("https://example.org/debian", null))
                .hasMessage("suite");
        assertThatThrownBy(() -> AptResolver.builder(null)).hasMessage("lists");
    }
}
