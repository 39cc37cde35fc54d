package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EachFileTest {
    private static final List<Path> FILES = List.of(Path.of("a"), Path.of("b"), Path.of("c"));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void outputIsInTheOrderOfTheFilesThoughALaterOneIsDoneFirst() throws IOException {
        CountDownLatch second = new CountDownLatch(1);

        List<Integer> statuses = each(false, (file, own) -> {
                    if (file.equals(FILES.get(0)) && Runtime.getRuntime().availableProcessors() > 1) {
                        await(second);
                    }
                    own.out().println("begin " + file);
                    own.out().println("end " + file);
                    second.countDown();
                    return file.toString().charAt(0) - 'a';
                })
                .run(FILES);

        assertThat(statuses).containsExactly(0, 1, 2);
        assertThat(text(out)).isEqualTo("begin a\nend a\nbegin b\nend b\nbegin c\nend c\n");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void aFailureIsReportedAndTheOtherFilesAreDone() throws IOException {
        List<Integer> statuses = each(false, (file, own) -> {
                    if (file.equals(FILES.get(1))) {
                        throw new IOException("damaged\u001b[2J");
                    }
                    return 0;
                })
                .run(FILES);

        assertThat(statuses).containsExactly(0, 1, 0);
        assertThat(text(err)).isEqualTo("relocpy: damaged\\u001b[2J\n");
    }

    @Test
    void anInterruptionEndsAll() {
        EachFile each = each(false, (file, own) -> {
            throw new InterruptedIOException("interrupted");
        });

        assertThatThrownBy(() -> each.run(FILES)).isInstanceOf(InterruptedIOException.class);
        assertThat(text(err)).isEmpty();
    }

    @Test
    void onATerminalTheBarIsRemovedBeforeAFilesOutput() throws IOException {
        each(true, (file, own) -> {
                    own.err().println("remark on " + file);
                    return 0;
                })
                .run(FILES);

        assertThat(text(err)).contains("0.0 MB  a").containsPattern("\r {39}\rremark on a\n");
        assertThat(text(err)).endsWith("remark on c\n");
    }

    private EachFile each(boolean terminal, EachFile.Task task) {
        Console console = new Console(new LineStream(out), new LineStream(err), terminal, false, 40);
        return new EachFile(console, new ProgressPrinter(console), task);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
