package io.relocpy.elf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;

/** What {@code relocpy-elf/benchmark} measures: an RPATH added to every ELF file of a folder, in place. */
public final class EditBenchmark {
    private EditBenchmark() {}

    /**
     * Prints milliseconds.
     *
     * @param arguments the folder, the number of threads, the RPATH
     */
    public static void main(String[] arguments) throws IOException, ExecutionException, InterruptedException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(Path.of(arguments[0]))) {
            files = all.filter(Files::isRegularFile).toList();
        }
        int threads = Integer.parseInt(arguments[1]);
        long start = System.nanoTime();
        ForkJoinPool pool = new ForkJoinPool(threads);
        pool.submit(() -> files.parallelStream().forEach(file -> edit(file, arguments[2])))
                .get();
        pool.shutdown();
        System.out.println((System.nanoTime() - start) / 1_000_000);
    }

    private static void edit(Path file, String rpath) {
        try {
            ElfEditor.open(file).setRpath(rpath).writeInPlace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
