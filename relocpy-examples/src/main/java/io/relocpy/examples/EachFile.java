package io.relocpy.examples;

import io.relocpy.bundle.BundleEvent;
import io.relocpy.bundle.BundleEvent.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Does something with each of several files, side by side. What is printed about a file appears as a whole, in the
 * order of the files; a failure does not stop the others.
 */
final class EachFile {
    private final Console console;
    private final @Nullable ProgressPrinter progress;
    private final Task task;

    /** What is done with one file. */
    @FunctionalInterface
    interface Task {
        /**
         * Returns the exit status.
         *
         * @param console for this file's output
         */
        int run(Path file, Console console) throws IOException;
    }

    private record Done(int status, ByteArrayOutputStream results, ByteArrayOutputStream messages) {}

    /** @param progress shows which file is waited for; null for no such display */
    EachFile(Console console, @Nullable ProgressPrinter progress, Task task) {
        this.console = console;
        this.progress = progress;
        this.task = task;
    }

    /** The exit status of each file. */
    List<Integer> run(List<Path> files) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(
                Math.min(files.size(), Runtime.getRuntime().availableProcessors()));
        try {
            List<Future<Done>> all =
                    files.stream().map(file -> threads.submit(() -> run(file))).toList();
            List<Integer> statuses = new ArrayList<>();
            long total = files.stream().mapToLong(EachFile::size).sum();
            long bytes = 0;
            show(new BundleEvent.StepStarted(Step.VERIFY));
            for (Path file : files) {
                show(new BundleEvent.Advanced(
                        Step.VERIFY, Optional.of(file.toString()), bytes, OptionalLong.of(total)));
                Done done = all.get(statuses.size()).get();
                print(done);
                statuses.add(done.status);
                bytes += size(file);
            }
            return statuses;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void show(BundleEvent event) {
        if (progress != null) {
            progress.accept(event);
        }
    }

    private void print(Done done) {
        if (progress != null) {
            progress.clear();
        }
        console.out().writeBytes(done.results.toByteArray());
        console.err().writeBytes(done.messages.toByteArray());
    }

    private Done run(Path file) throws IOException {
        ByteArrayOutputStream results = new ByteArrayOutputStream();
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        Console own = console.collecting(results, messages);
        int status;
        try {
            status = task.run(file, own);
        } catch (InterruptedIOException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) { // the other files are of interest, too
            own.fail("relocpy", RelocpyCommand.describe(e));
            status = RelocpyCommand.NOT_POSSIBLE;
        }
        return new Done(status, results, messages);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0; // the task says what is wrong with it
        }
    }
}
