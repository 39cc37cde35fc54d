package io.relocpy.deb.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.deb.file.DebBuilder;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.Closure;
import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.PackageEntry;
import io.relocpy.repository.PackageReader;
import io.relocpy.repository.RepositoryException;
import io.relocpy.repository.RepositoryListener;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.io.Checksums;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an index says of a package file is checked before the file is used, and nothing that it says leads elsewhere. */
class HostileIndexTest {
    private static final String BELOW = "expected a path below the repository";

    @TempDir
    Path folder;

    private Path repository;
    private String size;
    private String sha256;

    @BeforeEach
    void makeRepository() throws IOException {
        repository = Files.createDirectory(folder.resolve("repository"));
        Path file = new DebBuilder()
                .control("control", control("hello", "1-1", "amd64"))
                .write(repository.resolve("hello.deb"));
        Files.copy(file, folder.resolve("outside.deb"));
        size = Long.toString(Files.size(file));
        sha256 = Checksums.of(Checksum.Algorithm.SHA_256, file).hex();
    }

    private static String control(String name, String version, String architecture) {
        return "Package: " + name + "\nVersion: " + version + "\nArchitecture: " + architecture
                + "\nMaintainer: Nobody <nobody@example.org>\nDescription: of a test\n";
    }

    private String stanza() {
        return "Package: hello\nVersion: 1-1\nArchitecture: amd64\nFilename: hello.deb\nSize: " + size + "\nSHA256: "
                + sha256 + "\n";
    }

    /** The stanza with a field changed, or removed. */
    private String with(String field, String value) {
        String line = value.isEmpty() ? "" : field + ": " + value + "\n";
        return stanza().replaceFirst("(?m)^" + field + ": .*\n", "").concat(line);
    }

    private Closure resolve(String packages, String request) throws IOException {
        byte[] text = packages.getBytes(StandardCharsets.UTF_8);
        Files.write(repository.resolve("Packages"), text);
        Files.writeString(
                repository.resolve("Release"),
                "Date: Sat, 06 Sep 2025 11:12:13 UTC\nSHA256:\n "
                        + Checksums.of(Checksum.Algorithm.SHA_256, text).hex() + " " + text.length + " Packages\n");
        return DebRepositories.builder()
                .directories(repository)
                .cacheDirectory(folder.resolve("cache"))
                .build()
                .resolve(ClosureRequest.builder(List.of(request), "amd64").build(), RepositoryListener.NONE);
    }

    private static void use(Closure closure) throws IOException {
        closure.fetch(each -> {});
        try (PackageReader reader = closure.open(closure.packages().get(0))) {
            for (Optional<PackageEntry> next = reader.next(); next.isPresent(); ) {
                next = reader.next();
            }
        }
    }

    @Test
    void aTrueIndexIsUsed() throws IOException {
        Closure closure = resolve(stanza(), "hello");

        use(closure);

        assertThat(closure.packages()).hasSize(1);
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                Arguments.of("Filename", "/etc/passwd", FormatException.class, BELOW),
                Arguments.of("Filename", "../outside.deb", FormatException.class, BELOW),
                Arguments.of("Filename", "a/../../outside.deb", FormatException.class, BELOW),
                Arguments.of("Filename", "%2e%2e/outside.deb", FormatException.class, "found one outside"),
                Arguments.of("Filename", "http://u:s3cret@example.org/hello.deb", FormatException.class, BELOW),
                Arguments.of("Filename", "file:///etc/passwd", FormatException.class, BELOW),
                Arguments.of("Filename", "//example.org/hello.deb", FormatException.class, BELOW),
                Arguments.of("Filename", "..\\outside.deb", FormatException.class, BELOW),
                Arguments.of("Filename", "a\u001b[31m.deb", FormatException.class, BELOW),
                Arguments.of("Filename", "", FormatException.class, BELOW),
                Arguments.of("SHA256", "", VerificationException.class, "listed without a SHA-256"),
                Arguments.of("SHA256", "0".repeat(63), VerificationException.class, "listed without a SHA-256"),
                Arguments.of("SHA256", "x".repeat(64), VerificationException.class, "listed without a SHA-256"),
                Arguments.of("SHA256", "1".repeat(64), FormatException.class, "expected the checksum"),
                Arguments.of("Size", "", FormatException.class, "Size: expected a number of bytes"),
                Arguments.of("Size", "-1", FormatException.class, "Size: expected a number of bytes"),
                Arguments.of("Size", "99999999999999999999", FormatException.class, "Size: expected a number of bytes"),
                Arguments.of("Size", "1k", FormatException.class, "Size: expected a number of bytes"),
                Arguments.of("Size", "0", FormatException.class, "bytes"),
                Arguments.of("Size", "1", FormatException.class, "bytes"),
                Arguments.of("Version", "2", FormatException.class, "expected the package hello:amd64=2"),
                Arguments.of("Architecture", "all", FormatException.class, "expected the package hello:all=1-1"),
                Arguments.of("Version", "1/../2", FormatException.class, "expected a version"),
                Arguments.of("Version", "1".repeat(300), FormatException.class, "that can have a directory"),
                Arguments.of("Architecture", "../x", FormatException.class, "expected an architecture"));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void aLieIsFound(String field, String value, Class<? extends Exception> type, String message) {
        assertThatThrownBy(() -> use(resolve(with(field, value), "hello")))
                .isInstanceOf(type)
                .hasMessageContaining(message)
                .hasMessageNotContainingAny("s3cret", "\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../hello", "..", ".hello", "a/b", "a\u001bb", "-rf"})
    void namesThatCouldBePathsAreRefused(String name) {
        assertThatThrownBy(() -> resolve(with("Package", name), "hello"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("expected a package name")
                .hasMessageNotContaining("\u001b");
    }

    @Test
    void theFileOfAnotherPackageIsRefused() {
        assertThatThrownBy(() -> use(resolve(with("Package", "openssl"), "openssl")))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("expected the package openssl:amd64=1-1 that is listed, found hello:amd64=1-1");
    }

    /** As for apt, a package that is listed twice is the one that is listed first. */
    @Test
    void ofTwoChecksumsTheFirstCounts() throws IOException {
        String other = with("SHA256", "1".repeat(64));

        use(resolve(stanza() + "\n" + other, "hello"));

        assertThatThrownBy(() -> use(resolve(other + "\n" + stanza(), "hello"))).isInstanceOf(FormatException.class);
    }

    @Test
    void md5AndSha1ProveNothing() {
        String weak = with("SHA256", "") + "MD5sum: " + "0".repeat(32) + "\nSHA1: " + "0".repeat(40) + "\n";

        assertThatThrownBy(() -> resolve(weak, "hello"))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("hello:amd64=1-1: listed without a SHA-256");
    }

    @Test
    void namesOfSuitesAndComponentsAreNoPaths() throws IOException {
        Path suite = Files.createDirectories(repository.resolve("dists/stable"));
        for (String components : List.of("../../x", "http://example.org/", "main\u001b")) {
            Files.writeString(suite.resolve("Release"), "Components: " + components + "\nSHA256:\n");

            assertThatThrownBy(() -> resolve(stanza(), "hello"))
                    .isInstanceOf(RepositoryException.class)
                    .hasMessageContaining("expected a component");
        }
        Files.move(suite, suite.resolveSibling("a b"));

        assertThatThrownBy(() -> resolve(stanza(), "hello"))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("expected a suite");
    }

    /** As deep as a path can be, a file that no index lists is read, and the whole of the package with it. */
    @Test
    @Timeout(60)
    void theDeepestPathsAreRead() throws IOException {
        Path packages = Files.createDirectory(folder.resolve("packages"));
        DebBuilder deep = new DebBuilder().control("control", control("deep", "1", "all"));
        String name = "a/".repeat(2046) + "b";
        deep.data().file(name, new byte[] {1}).special("x", TarConstants.LF_LINK, name);
        deep.write(packages.resolve("deep.deb"));
        Closure closure = DebRepositories.builder()
                .directories(packages)
                .build()
                .resolve(ClosureRequest.builder(List.of("deep"), "amd64").build(), RepositoryListener.NONE);

        try (PackageReader reader = closure.open(closure.packages().get(0))) {
            assertThat(reader.next())
                    .get()
                    .extracting(each -> each.paths().get(0))
                    .isEqualTo("/" + name);
            assertThat(reader.next())
                    .get()
                    .extracting(each -> each.paths().get(0))
                    .isEqualTo("/x");
        }
    }
}
