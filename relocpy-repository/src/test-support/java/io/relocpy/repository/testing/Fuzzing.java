package io.relocpy.repository.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.FormatException;
import io.relocpy.testing.Allocations;
import java.io.IOException;

/** What fuzz tests require of every reader. */
public final class Fuzzing {
    /** Bytes. */
    public static final long MIB = 1 << 20;

    private Fuzzing() {}

    /** Runs a reader, which may reject its input but must not allocate more than the given amount of memory. */
    public static void readOrRefuse(long bound, Allocations.Work reader) throws IOException {
        Allocations.assertBelow(bound, () -> {
            try {
                reader.run();
            } catch (FormatException e) {
                assertThat(e.getMessage()).contains(": expected ");
            }
        });
    }
}
