package io.relocpy.bundle.internal.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewLockfileTest {
    @TempDir
    Path folder;

    @Test
    void comesWithTheBundle() throws IOException {
        Path file = folder.resolve("relocpy.lock");

        assertThat(NewLockfile.<String>with(Optional.of(file), "locked", () -> "written"))
                .isEqualTo("written");

        assertThat(file).hasContent("locked");
    }

    @Test
    void doesNotComeWithoutTheBundle() {
        assertThatThrownBy(() -> NewLockfile.with(Optional.of(folder.resolve("relocpy.lock")), "locked", () -> {
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThatThrownBy(() -> NewLockfile.with(Optional.of(folder.resolve("relocpy.lock")), "locked", () -> {
                    throw new IllegalStateException("of a listener");
                }))
                .hasMessage("of a listener");

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anExistingOneStaysAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("relocpy.lock"), "old");

        NewLockfile.with(Optional.of(file), "new", () -> "written");
        assertThatThrownBy(() -> NewLockfile.with(Optional.of(file), "new", () -> {
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");

        assertThat(file).hasContent("old");
    }

    @Test
    void theBundleIsNotWrittenIfTheLockfileCannotBe() {
        assertThatThrownBy(() -> NewLockfile.with(Optional.of(folder.resolve("none/relocpy.lock")), "locked", () -> {
                    throw new AssertionError("must not be called");
                }))
                .isInstanceOf(IOException.class);
    }
}
