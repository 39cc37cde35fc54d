package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelTest {
    @Test
    void beginsWithTheLargestAndKeepsTheOrderOfTheResults() throws IOException {
        List<Integer> sizes = IntStream.range(0, 10_000).boxed().toList();
        Queue<Integer> begun = new ConcurrentLinkedQueue<>();

        List<Integer> results = Parallel.mapLargestFirst(sizes, Integer::longValue, (index, size) -> {
            begun.add(size);
            return 2 * index;
        });

        assertThat(results).isEqualTo(sizes.stream().map(size -> 2 * size).toList());
        // more or less, since threads overtake each other
        assertThat(begun.peek()).isGreaterThan(5_000);
        assertThat(List.copyOf(begun).get(9_999)).isLessThan(5_000);
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
