package io.relocpy.repository.internal.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelTest {
    @Test
    void beginsWithTheLargestAndKeepsTheOrderOfTheResults() throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        List<Integer> sizes = IntStream.range(0, 100 * threads).boxed().toList();
        Queue<Integer> begun = new ConcurrentLinkedQueue<>();
        CyclicBarrier round = new CyclicBarrier(threads); // else threads overtake each other

        List<Integer> results = Parallel.mapLargestFirst(sizes, Integer::longValue, (index, size) -> {
            begun.add(size);
            await(round);
            return 2 * index;
        });

        assertThat(results).isEqualTo(sizes.stream().map(size -> 2 * size).toList());
        List<Integer> order = List.copyOf(begun);
        for (int from = 0; from < sizes.size(); from += threads) {
            int largest = sizes.size() - from; // of what is left, and not in it
            assertThat(order.subList(from, from + threads))
                    .containsExactlyInAnyOrderElementsOf(sizes.subList(largest - threads, largest));
        }
    }

    private static void await(CyclicBarrier round) throws IOException {
        try {
            round.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IOException("fewer threads than processors", e);
        }
    }

    @Test
    void anInterruptedCallerIsToldWhatATaskWasDoing() {
        Thread caller = Thread.currentThread();
        try {
            assertThatThrownBy(() -> Parallel.map(2, List.of("a", "b"), (index, word) -> {
                        if (word.equals("b")) { // which says nothing, should it be interrupted before it ends
                            caller.interrupt();
                            return word;
                        }
                        return Interruption.during("waiting for " + word, () -> {
                            try {
                                Thread.sleep(60_000);
                            } catch (InterruptedException e) {
                                throw Interruption.of(e);
                            }
                            return word;
                        });
                    }))
                    .isExactlyInstanceOf(InterruptedIOException.class)
                    .hasMessage("interrupted while waiting for a");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aFailureOfOneIsThatOfAll() {
        assertThatThrownBy(() -> Parallel.mapLargestFirst(List.of("a", "bb"), String::length, (index, word) -> {
                    if (word.equals("a")) {
                        throw new IOException("no a");
                    }
                    return word;
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no a");
    }
}
