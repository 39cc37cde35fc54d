package io.relocpy.bundle.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinalNameTest {
    @TempDir
    Path folder;

    @Test
    void aDirectoryThatAnotherBuildMadeAMomentAgoIsThere() throws IOException {
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Path theirs = Files.createDirectory(folder.resolve("theirs"));
        Files.createFile(theirs.resolve("file"));

        assertThatThrownBy(() -> FinalName.renameDirectory(mine, theirs))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(theirs.resolve("file")).exists();
    }
}
