package io.relocpy.deb.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.deb.resolve.DebRepositories;
import io.relocpy.deb.resolve.Resolution;
import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.RepositoryException;
import io.relocpy.repository.RepositoryListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single files of sources, on a host whose own ones are out of order. */
class SourceFilesTest {
    @TempDir
    Path directory;

    private OurWorld world;
    private HostDirectory host;
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void publish() throws IOException {
        world = new OurWorld(directory.resolve("world"));
        world.publish(1);
        host = new HostDirectory(directory.resolve("root"))
                .write("etc/apt/sources.list", "deb http://localhost:1/ alpha main\n");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private Path list(String options) throws IOException {
        return file("own.list", "deb [" + options + "] " + world.uri + " alpha main\n");
    }

    private List<String> resolve(boolean strict, Path... files) throws IOException {
        DebRepositories repositories = DebRepositories.builder()
                .root(host.root())
                .sourceFiles(files)
                .cacheDirectory(directory.resolve("cache"))
                .build();
        ClosureRequest request =
                ClosureRequest.builder(List.of("hello"), "amd64").strict(strict).build();
        Resolution resolution = repositories.toBuilder().build().resolution(request, new RepositoryListener() {
            @Override
            public void onWarning(String subject, String message) {
                warnings.add(subject + ": " + message);
            }
        });
        return resolution.packages().stream().map(each -> each.id().toString()).toList();
    }

    @Test
    void bothFormsAreRead() throws IOException {
        Files.copy(directory.resolve("world/keys.gpg"), host.root().resolve("keys.gpg"));
        Path own = list("signed-by=/keys.gpg");
        Path stanza = file("own.sources", """
                Types: deb
                URIs: %s
                Suites: alpha
                Components: main
                Signed-By: /keys.gpg
                """.formatted(world.uri));

        assertThat(resolve(true, own)).containsExactly("hello:amd64=1");
        assertThat(resolve(true, stanza)).containsExactly("hello:amd64=1");
        assertThat(resolve(true, own, stanza)).containsExactly("hello:amd64=1");
        assertThat(warnings).isEmpty();
    }

    @Test
    void keysAndSettingsAreThoseOfTheRoot() throws IOException {
        world.archive.release.put("Valid-Until", "Sat, 01 Jan 2000 00:00:00 UTC");
        world.publish(2);
        assertThatThrownBy(() -> resolve(false, list("arch=amd64"))).hasMessageContaining("key");

        Files.createDirectories(host.root().resolve("etc/apt/trusted.gpg.d"));
        Files.copy(directory.resolve("world/keys.gpg"), host.root().resolve("etc/apt/trusted.gpg.d/own.gpg"));
        assertThatThrownBy(() -> resolve(false, list("arch=amd64"))).hasMessageContaining("expired");

        host.write("etc/apt/apt.conf.d/10old", "Acquire::Check-Valid-Until \"false\";\n");
        assertThat(resolve(false, list("arch=amd64"))).containsExactly("hello:amd64=2");
    }

    @Test
    void whatIsIgnoredIsAWarning() throws IOException {
        Path own = list("trusted=yes allow-insecure=yes");

        assertThat(resolve(false, own)).containsExactly("hello:amd64=1");
        assertThat(warnings).first().asString().contains("own.list", "line 1: option allow-insecure");
        assertThatThrownBy(() -> resolve(true, own))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("option allow-insecure");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "own.list.bak | deb http://localhost:1/ a b | expected a name that ends in .list or .sources",
                "own.list | # deb http://localhost:1/ a b | has no source of binary packages that is enabled",
                "own.list | deb-src http://localhost:1/ a b | has no source of binary packages that is enabled",
                "own.sources | Types: deb\\nEnabled: no | has no source of binary packages that is enabled",
                "own.list | deb http://u:s3cret@localhost:1/ | own.list, line 1: expected a suite",
                "own.sources | deb http://localhost:1/ a b | own.sources",
                "own.sources | Types: rpm | own.sources, stanza 1: expected Types: deb or deb-src",
            })
    void whatIsNoSourceIsAnError(String name, String text, String message) throws IOException {
        Path own = file(name, text.replace("\\n", "\n"));

        assertThatThrownBy(() -> resolve(false, own))
                .isInstanceOfAny(FormatException.class, RepositoryException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void theFileMustBeThere() throws IOException {
        assertThatThrownBy(() -> resolve(false, directory.resolve("none.sources")))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("none.sources: cannot be read: no such file");
        assertThatThrownBy(() -> resolve(false, Files.createDirectory(directory.resolve("folder.list"))))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("expected a regular file, found a directory");
        assertThatThrownBy(() -> DebRepositories.builder().sourceFiles())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sourceFiles");
    }
}
