package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class ParallelTest {
    @Test
    void beginsWithTheLargestAndKeepsTheOrderOfTheResults() throws IOException {
        List<String> words = List.of("a", "ccc", "bb", "dddd".repeat(1000));
        Queue<String> begun = new ConcurrentLinkedQueue<>();

        List<Integer> lengths = Parallel.mapLargestFirst(words, String::length, (index, word) -> {
            begun.add(word);
            while (begun.size() < 2 && Runtime.getRuntime().availableProcessors() > 1) {
                Thread.onSpinWait(); // until another thread has begun with the next one
            }
            return index * 10_000 + word.length();
        });

        assertThat(lengths).containsExactly(1, 10_003, 20_002, 34_000);
        assertThat(List.copyOf(begun).subList(0, 2)).doesNotContain("a");
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
