package io.relocpy.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody's own {@link Repositories} cannot say. */
class ClosureValuesTest {
    private static final ClosurePackage.Builder ONE = ClosurePackage.builder("one", "1-1", "noarch");

    private static PackageEntry.Builder file(String path) {
        return PackageEntry.file(List.of(path), 3);
    }

    private static PackageEntry.Builder link(String path, String target) {
        return PackageEntry.symbolicLink(List.of(path), target);
    }

    private static void refused(Runnable call, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aPackageHasNoNegativeSizeAndTextsOfOneLine() {
        refused(() -> ONE.size(-1), "bytes: expected a number of bytes, found -1");
        refused(() -> ONE.license("MIT\nrelocpy"), "text: expected no control characters, found 'MIT\\u000arelocpy'");
        refused(() -> ONE.repository("a\tb"), "id: expected no control characters");
        refused(() -> ONE.packageUrl("pkg:rpm/\0"), "url: expected no control characters");
        refused(() -> ONE.checksum("00ff"), "expected algorithm:digits as a checksum, found '00ff'");
        assertThat(ONE.checksum("SHA-256:00ff").build().checksum()).contains("SHA-256:00ff");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "usr/bin/x", "/usr/../etc/x", "/usr/./x", "/usr//x", "/usr/x/", "/..", "/a\0b"})
    void aPathIsAbsoluteAndPlain(String path) {
        refused(() -> file(path), "paths: expected an absolute path without . and ..");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x", "/usr/..x/.y/z..", "/line\nbreak"})
    void oddNamesAreNames(String path) {
        assertThat(file(path).build().paths()).containsExactly(path);
    }

    @Test
    void anEntryIsAFileWithASizeOrALinkWithATarget() {
        refused(() -> PackageEntry.file(List.of("/x"), -1), "size: expected a number of bytes, found -1");
        refused(() -> link("/x", ""), "/x: expected a link with a target, found none");
        refused(() -> PackageEntry.file(List.of(), 0), "paths: expected at least one, found none");
        assertThat(file("/x").build().size()).isEqualTo(3);
        assertThat(file("/x").build().linkTarget()).isEmpty();
        assertThat(link("/x", "y").build().size()).isZero();
        assertThat(link("/x", "y").build().linkTarget()).contains("y");
    }

    @Test
    void entriesAreEqualIfAllValuesAre() {
        PackageEntry one =
                file("/x").mode(0755).modified(Instant.ofEpochSecond(1)).build();
        assertThat(one)
                .isEqualTo(
                        file("/x").mode(0755).modified(Instant.ofEpochSecond(1)).build())
                .hasSameHashCodeAs(
                        file("/x").mode(0755).modified(Instant.ofEpochSecond(1)).build())
                .isNotEqualTo(
                        file("/x").mode(0644).modified(Instant.ofEpochSecond(1)).build())
                .isNotEqualTo(file("/x").mode(0755).build())
                .isNotEqualTo(
                        file("/y").mode(0755).modified(Instant.ofEpochSecond(1)).build())
                .hasToString("/x");
        assertThat(link("/x", "y").build())
                .isNotEqualTo(link("/x", "z").build())
                .hasToString("/x -> y");
    }

    @Test
    void whatAPackageDoesNotStateIsAbsent() {
        ClosurePackage bare = ClosurePackage.builder("one", "1-1", "noarch").build();
        assertThat(List.of(bare.license(), bare.repository(), bare.checksum(), bare.packageUrl()))
                .containsOnly(Optional.empty());
        assertThat(ClosurePackage.builder("one", "1-1", "noarch").license("").build())
                .isEqualTo(bare);
    }

    @Test
    void settingsWithoutALoginHaveNeitherNameNorPassword() {
        HttpSettings login = HttpSettings.DEFAULT.withPassword("u", "p");
        assertThat(login.username()).contains("u");
        assertThat(login.password()).contains("p");
        assertThat(login.withoutPassword()).isEqualTo(HttpSettings.DEFAULT);
        assertThat(HttpSettings.DEFAULT.username()).isEmpty();
        assertThat(HttpSettings.DEFAULT.password()).isEmpty();
        HttpSettings proxy = HttpSettings.DEFAULT.withProxy(URI.create("http://proxy.example.org:3128"));
        assertThat(proxy.proxyUsername()).isEmpty();
        assertThat(proxy.proxyPassword()).isEmpty();
    }

    @Test
    void inputsHoldNoControlCharacters() {
        refused(() -> new ClosureInputs.Repository("a\nb", List.of(), List.of()), "id: expected no control");
        refused(() -> new ClosureInputs.Repository("a", List.of("\u001b[1m"), List.of()), "urls: expected no control");
        refused(() -> new ClosureInputs.Repository("a", List.of(), List.of("\0")), "keys: expected no control");
        assertThatThrownBy(() -> new ClosureInputs(List.of(), List.of(), null)).hasMessage("lock");
    }
}
