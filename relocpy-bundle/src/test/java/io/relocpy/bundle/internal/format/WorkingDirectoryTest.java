package io.relocpy.bundle.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.bundle.BundleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories that killed processes left, and those that are in use. */
class WorkingDirectoryTest {
    @TempDir
    Path folder;

    private Path target;
    private Path leftover;

    @BeforeEach
    void aKilledBuildLeftItsDirectory() throws IOException {
        target = folder.resolve("out");
        leftover = Files.createDirectories(folder.resolve(".out.123/contents")).getParent();
        Files.writeString(leftover.resolve("contents/0"), "content");
        Files.createFile(leftover.resolve("lock"));
    }

    @Test
    void whatAKilledBuildLeftIsRemovedByTheNextOne() throws IOException {
        try (WorkingDirectory working = new WorkingDirectory(target)) {
            assertThat(leftover).doesNotExist();
            assertThat(working.path()).isDirectory();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aBundleIsRestoredIfItsReplacementFails() throws IOException {
        Files.createDirectories(leftover.resolve("replaced/bin"));

        new WorkingDirectory(target).close();

        assertThat(target.resolve("bin")).isDirectory();
        assertThat(leftover).doesNotExist();
    }

    @Test
    void aBundleThatWasReplacedDoesNotComeBack() throws IOException {
        Files.createDirectories(leftover.resolve("replaced/old"));
        Files.createDirectories(target.resolve("new"));

        new WorkingDirectory(target).close();

        assertThat(target.resolve("new")).isDirectory();
        assertThat(folder.toFile().list()).containsExactly("out");
    }

    @Test
    void aNameMayBeAsLongAsTheFileSystemAllows() throws IOException {
        for (String name : List.of("x".repeat(201), "x".repeat(255), "ä".repeat(127), "\ud83d\ude00".repeat(63))) {
            Path longest = folder.resolve(name);
            try (WorkingDirectory working = new WorkingDirectory(longest)) {
                TargetLock.whileHeld(longest, () -> Files.createDirectory(longest));
                assertThat(working.path()).isDirectory();
            }
            Files.delete(longest);
        }
        assertThat(folder.toFile().list()).containsExactly(".out.123");
        assertThatThrownBy(() -> new WorkingDirectory(folder.resolve("x".repeat(256))))
                .isInstanceOf(BundleException.class)
                .hasMessageEndingWith("x: cannot be written: File name too long");
    }

    @Test
    void whatIsNotOursStays() throws IOException {
        Path unlocked = Files.createDirectory(folder.resolve(".out.456"));
        Path otherName = Files.createDirectories(folder.resolve(".out.txt.7/lock"));
        Path otherTarget = Files.createDirectories(folder.resolve(".out2.8"));
        Files.createFile(otherTarget.resolve("lock"));

        new WorkingDirectory(target).close();

        assertThat(unlocked).isDirectory();
        assertThat(otherName).isDirectory();
        assertThat(otherTarget).isDirectory();
    }

    @Test
    void anotherBuildOfThisProcessIsLeftAlone() throws IOException {
        try (WorkingDirectory first = new WorkingDirectory(target);
                WorkingDirectory second = new WorkingDirectory(target)) {
            assertThat(first.path()).isDirectory().isNotEqualTo(second.path());
            assertThat(second.path()).isDirectory();
        }
        assertThat(folder).isEmptyDirectory();
    }
}
