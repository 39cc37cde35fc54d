package io.relocpy.repository.internal.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {
    @TempDir
    Path folder;

    private interface Call {
        void run() throws IOException;
    }

    private static String reason(Call call) {
        return FileFailure.reason(catchThrowableOfType(IOException.class, call::run));
    }

    @Test
    void whatJavaOnlyNamesIsSaid() throws IOException {
        Files.createDirectories(folder.resolve("full/x"));
        Path file = Files.createFile(folder.resolve("file"));
        FileChannel closed = FileChannel.open(file);
        closed.close();

        assertThat(reason(() -> Files.readString(folder.resolve("missing")))).isEqualTo("does not exist");
        assertThat(reason(() -> Files.createFile(file))).isEqualTo("already exists");
        assertThat(reason(() -> Files.delete(folder.resolve("full")))).isEqualTo("is not empty");
        assertThat(reason(() -> Files.newDirectoryStream(file).close())).isEqualTo("is not a directory");
        assertThat(reason(closed::size)).isEqualTo("was closed");
    }

    @Test
    void whatTheSystemSaysIsKept() {
        assertThat(reason(() -> Files.readString(folder.resolve("x".repeat(300)))))
                .isEqualTo("File name too long");
        assertThat(FileFailure.reason(new IOException("No space left on device")))
                .isEqualTo("No space left on device");
        assertThat(FileFailure.reason(new FileSystemException("x"))).isEqualTo("an error of the file system");
    }
}
