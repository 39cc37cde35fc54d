package io.relocpy.repository.internal.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs one task for each element on several threads. */
public final class Parallel {
    private Parallel() {}

    /** A task that may fail as files do. */
    @FunctionalInterface
    public interface Task<T, R> {
        R run(int index, T element) throws IOException;
    }

    /** As below, on as many threads as the machine has processors. */
    public static <T, R> List<R> map(List<T> elements, Task<? super T, ? extends R> task) throws IOException {
        return map(Runtime.getRuntime().availableProcessors(), elements, task);
    }

    /** As above, begun with the largest elements, so that at the end no thread is left alone with one of them. */
    public static <T, R> List<R> mapLargestFirst(
            List<T> elements, ToLongFunction<? super T> size, Task<? super T, ? extends R> task) throws IOException {
        List<Integer> order = IntStream.range(0, elements.size())
                .boxed()
                .sorted(Comparator.comparingLong(index -> -size.applyAsLong(elements.get(index))))
                .toList();
        Map<Integer, R> results = new ConcurrentHashMap<>();
        map(order, (turn, index) -> results.put(index, task.run(index, elements.get(index))));
        return IntStream.range(0, elements.size()).mapToObj(results::get).toList();
    }

    /**
     * The results in the order of the elements.
     *
     * @throws IOException of the first element, in that order, whose task failed; tasks not yet begun are left out
     */
    public static <T, R> List<R> map(int parallel, List<T> elements, Task<? super T, ? extends R> task)
            throws IOException {
        ExecutorService threads = threads(parallel);
        AtomicReference<@Nullable String> said = new AtomicReference<>();
        try {
            List<Future<R>> futures = new ArrayList<>();
            for (int i = 0; i < elements.size(); i++) {
                int index = i;
                futures.add(threads.submit(() -> {
                    Interruption.check();
                    try {
                        return task.run(index, elements.get(index));
                    } catch (IOException e) {
                        Interruption.describedBy(e).ifPresent(words -> said.compareAndSet(null, words));
                        throw e;
                    }
                }));
            }
            List<R> results = new ArrayList<>();
            for (Future<R> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            end(threads);
            InterruptedIOException ours = Interruption.of(e);
            String ofTask = said.get(); // what it was doing
            throw ofTask == null ? ours : Interruption.caused(ofTask, ours);
        } finally {
            end(threads);
        }
    }

    /** A number of threads; whoever asks for them {@linkplain #end ends} them. */
    public static ExecutorService threads(int number) {
        return Executors.newFixedThreadPool(number, Parallel::daemon);
    }

    /** Interrupts the threads and waits for their end: no task goes on behind the caller's back, whose files are about to go. */
    public static void end(ExecutorService threads) {
        threads.shutdownNow();
        Interruption.uninterruptibly(() -> {
            while (!threads.awaitTermination(1, TimeUnit.HOURS)) {
                // a task takes that long
            }
        });
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "relocpy");
        thread.setDaemon(true);
        return thread;
    }
}
