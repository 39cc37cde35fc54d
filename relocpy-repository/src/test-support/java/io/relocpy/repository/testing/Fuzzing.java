package io.relocpy.repository.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.FormatException;
import io.relocpy.testing.Allocations;
import java.io.IOException;

/** What fuzz tests demand of every reader. */
public final class Fuzzing {
    /** Bytes. */
    public static final long MIB = 1 << 20;

    private Fuzzing() {}

    /** Runs a reader that may refuse its input, and may not allocate more memory than that for it. */
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
