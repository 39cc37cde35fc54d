package io.relocpy.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody's own {@link Repositories} cannot say. */
class ClosureValuesTest {
    private static final ClosurePackage.Builder ONE = ClosurePackage.builder("one", "1-1", "noarch");

    private static PackageEntry file(String path, long size, String linkTarget) {
        return new PackageEntry(List.of(path), PackageEntry.Kind.FILE, 0644, Instant.EPOCH, size, linkTarget);
    }

    private static PackageEntry link(String path, long size, String linkTarget) {
        return new PackageEntry(List.of(path), PackageEntry.Kind.SYMBOLIC_LINK, 0777, Instant.EPOCH, size, linkTarget);
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
        assertThat(ONE.checksum("SHA-256:00ff").build().checksum()).isEqualTo("SHA-256:00ff");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "usr/bin/x", "/usr/../etc/x", "/usr/./x", "/usr//x", "/usr/x/", "/..", "/a\0b"})
    void aPathIsAbsoluteAndPlain(String path) {
        refused(() -> file(path, 0, ""), "paths: expected an absolute path without . and ..");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x", "/usr/..x/.y/z..", "/line\nbreak"})
    void oddNamesAreNames(String path) {
        assertThat(file(path, 0, "").paths()).containsExactly(path);
    }

    @Test
    void anEntryIsAFileWithASizeOrALinkWithATarget() {
        refused(() -> file("/x", -1, ""), "size: expected a number of bytes, found -1");
        refused(() -> file("/x", 0, "y"), "/x: expected a file without a link target");
        refused(() -> link("/x", 0, ""), "/x: expected a link with a target and the size 0");
        refused(() -> link("/x", 1, "y"), "/x: expected a link with a target and the size 0");
        refused(
                () -> new PackageEntry(List.of(), PackageEntry.Kind.FILE, 0, Instant.EPOCH, 0, ""),
                "paths: expected at least one, found none");
    }

    @Test
    void inputsHoldNoControlCharacters() {
        refused(() -> new ClosureInputs.Repository("a\nb", List.of(), List.of()), "id: expected no control");
        refused(() -> new ClosureInputs.Repository("a", List.of("\u001b[1m"), List.of()), "urls: expected no control");
        refused(() -> new ClosureInputs.Repository("a", List.of(), List.of("\0")), "keys: expected no control");
        assertThatThrownBy(() -> new ClosureInputs(List.of(), List.of(), null)).hasMessage("lock");
    }
}
