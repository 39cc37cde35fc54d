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
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    void aCacheIsOnTheDefaultFileSystem() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("x.zip"), Map.of("create", "true"))) {
            assertThatThrownBy(() -> RpmRepositories.builder().cacheDirectory(zip.getPath("/cache")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("cacheDirectory: expected a path of the default file system, found '/cache'");
        }
    }

    @TempDir
    Path folder;

    @Test
    void emptyNamesAndLimitsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> ModuleSettings.DEFAULTS.enable("", "x"))
                .hasMessage("module: expected a name, found none");
        assertThatThrownBy(() -> ModuleSettings.DEFAULTS.enable("x", " "))
                .hasMessage("stream: expected a name, found none");
        assertThatThrownBy(() -> ModuleSettings.DEFAULTS.disable("")).hasMessage("module: expected a name, found none");
        assertThatThrownBy(() -> Resolver.builder().architecture(" "))
                .hasMessage("architecture: expected a name, found ' '");
        assertThatThrownBy(() -> Resolver.builder().architectures(List.of("x86_64", "")))
                .hasMessage("architectures: expected a name, found ''");
        assertThatThrownBy(() -> Resolver.builder().architectures(List.of()))
                .hasMessage("architectures: expected at least one, found none");
        assertThatThrownBy(() -> Resolver.builder().exclude("a", "")).hasMessage("exclude: expected a name, found ''");
        assertThatThrownBy(() -> RpmRepositories.builder().urls(URI.create("ftp://example.org/")))
                .hasMessage("urls: expected a file:, http: or https: URL, found \"ftp://example.org/\"");
        assertThatThrownBy(() -> RpmRepositories.builder().cacheDirectory(Path.of("")))
                .hasMessage("cacheDirectory: expected a path, found an empty one");
        assertThatThrownBy(() -> RepositoryConfig.builder("x").metadataExpire(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Resolver.builder().limit(Duration.ofSeconds(-1), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Resolver.builder().limit(Duration.ofSeconds(1), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
