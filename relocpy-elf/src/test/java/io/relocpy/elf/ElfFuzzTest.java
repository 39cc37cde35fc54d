package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;

/**
 * Whatever bytes come, they are read, edited and verified, or refused with {@link ElfFormatException}, within a bound of
 * memory that grows with the file; the constant part is for classes loaded meanwhile.
 *
 * <p>In a build each test reads the inputs kept in {@code ElfFuzzTestInputs}; see CONTRIBUTING.md for how to look for new
 * ones.
 */
class ElfFuzzTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private interface Action {
        void run() throws IOException;
    }

    private static void within(long bound, Action action) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        action.run();
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                .as("bytes allocated")
                .isLessThan(bound);
    }

    @FuzzTest
    void reader(byte[] data) throws IOException {
        within((64 << 20) + 400L * data.length, () -> FuzzTargets.reader(data));
    }

    @FuzzTest
    void verifier(byte[] data) throws IOException {
        within((64 << 20) + 400L * data.length, () -> FuzzTargets.verifier(data));
    }

    @FuzzTest
    void editor(byte[] data) throws IOException {
        // seven edits, each written and verified
        within((64 << 20) + 4000L * data.length, () -> FuzzTargets.editor(data));
    }

    @FuzzTest
    void loaderCache(byte[] data) throws IOException {
        FileTree tree = new FileTree() {
            @Override
            public Entry lookup(String path) {
                return path.equals("/etc/ld.so.cache") ? new Entry.RegularFile() : new Entry.Directory();
            }

            @Override
            public ByteBuffer read(String path) {
                return ByteBuffer.wrap(data);
            }
        };
        within((64 << 20) + 400L * data.length, () -> LoaderCache.of(tree).paths("libc.so.6"));
    }
}
