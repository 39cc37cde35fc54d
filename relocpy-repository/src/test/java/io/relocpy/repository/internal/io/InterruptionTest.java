package io.relocpy.repository.internal.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptionTest {
    @TempDir
    Path folder;

    @AfterEach
    void endInterruption() {
        Thread.interrupted();
    }

    @Test
    void theInnermostActivityIsTheMessage() {
        assertThatThrownBy(() -> Interruption.during(
                        "building",
                        () -> Interruption.during("reading a", () -> {
                            Thread.currentThread().interrupt();
                            Interruption.check();
                            return "";
                        })))
                .isExactlyInstanceOf(InterruptedIOException.class)
                .hasMessage("interrupted while reading a");
    }

    @Test
    void whatAnInterruptionMadeFailIsOneWithTheFailureAsItsCause() {
        assertThatThrownBy(() -> Interruption.during("reading a", () -> {
                    Thread.currentThread().interrupt();
                    try (FileChannel channel = FileChannel.open(
                            folder.resolve("a"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                        return channel.size();
                    } catch (IOException e) {
                        throw new FormatException("a", "a file", e);
                    }
                }))
                .isExactlyInstanceOf(InterruptedIOException.class)
                .hasMessage("interrupted while reading a");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void otherFailuresStayWhatTheyAre() {
        IOException timeout = new SocketTimeoutException("slow");

        assertThat(Interruption.unified("reading a", timeout)).isSameAs(timeout);
    }

    @Test
    void ofManyRequestsOnlySomeAreNamed() {
        assertThat(Interruption.resolving(List.of("a", "b", "c"))).isEqualTo("resolving a, b, c");
        assertThat(Interruption.resolving(List.of("a", "b", "c", "d", "e"))).isEqualTo("resolving a, b, c and 2 more");
    }
}
