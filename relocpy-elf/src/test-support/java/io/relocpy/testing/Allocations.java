package io.relocpy.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/** What a piece of work takes of the heap, whether or not it is let go of again. */
public final class Allocations {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Code that a fuzzer has instrumented allocates several times as much. */
    private static final int FACTOR = System.getenv("JAZZER_FUZZ") == null ? 1 : 8;

    private Allocations() {}

    /** Work that may read files. */
    public interface Work {
        /** Does it. */
        void run() throws IOException;
    }

    /** Does the work and fails when this thread has allocated as many bytes as the bound for it. */
    public static void assertBelow(long bound, Work work) throws IOException {
        long allocated = allocated(work);
        if (allocated >= bound * FACTOR) {
            // the first time classes are loaded, and instrumented by a fuzzer
            allocated = allocated(work);
        }
        assertThat(allocated).as("bytes allocated").isLessThan(bound * FACTOR);
    }

    private static long allocated(Work work) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
