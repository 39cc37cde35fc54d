package io.relocpy.elf;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.relocpy.testing.Allocations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever bytes come, reader, verifier, editor and library search give a result or {@link ElfFormatException}, and take no
 * more memory than a multiple of what they were given.
 *
 * <p>In a build each test reads the inputs kept in {@code ElfFuzzTestInputs}; see CONTRIBUTING.md for how to look for new
 * ones.
 */
class ElfFuzzTest {
    private static final long MIB = 1 << 20;

    @TempDir
    static Path folder;

    private interface Target {
        void take(byte[] bytes) throws IOException;
    }

    private static void bounded(byte[] data, long base, Target target) throws IOException {
        Allocations.assertBelow(base + 1024L * data.length, () -> target.take(data));
    }

    @FuzzTest
    void reader(byte[] data) throws IOException {
        bounded(data, 2 * MIB, FuzzTargets::reader);
    }

    @FuzzTest
    void verifier(byte[] data) throws IOException {
        bounded(data, 2 * MIB, FuzzTargets::verifier);
    }

    /** Each of seven edits may add a segment that starts at the next page of 64 KiB. */
    @FuzzTest
    void editor(byte[] data) throws IOException {
        bounded(data, 16 * MIB, FuzzTargets::editor);
    }

    /** The first half is {@code /etc/ld.so.cache}, the second the program. */
    @FuzzTest
    void librarySearch(byte[] data) throws IOException {
        int half = data.length / 2;
        Path etc = Files.createDirectories(folder.resolve("etc"));
        Files.write(etc.resolve("ld.so.cache"), Arrays.copyOfRange(data, 0, half));
        Files.write(folder.resolve("program"), Arrays.copyOfRange(data, half, data.length));
        bounded(data, 4 * MIB, bytes -> {
            try {
                LibraryResolver.of(FileTree.of(folder)).resolve("/program").toText();
            } catch (ElfFormatException e) {
                // the one answer that is allowed
            }
        });
    }
}
