package io.relocpy.elf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;

/** Adds a DT_RPATH to every ELF file of a folder, in place; for {@code relocpy-examples/benchmark elf}. */
public final class EditBenchmark {
    private EditBenchmark() {}

    /**
     * Prints seconds: the median of the later half of the rounds.
     *
     * @param arguments the folder or file; the number of threads; the RPATH; for more rounds than one their number and a
     *     folder, of which fresh copies are made before each
     */
    public static void main(String[] arguments) throws IOException, ExecutionException, InterruptedException {
        Path target = Path.of(arguments[0]);
        int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1;
        double[] seconds = new double[rounds];
        ForkJoinPool pool = new ForkJoinPool(Integer.parseInt(arguments[1]));
        for (int round = 0; round < rounds; round++) {
            if (arguments.length > 4) {
                copy(Path.of(arguments[4]), target);
            }
            List<Path> files = files(target);
            long start = System.nanoTime();
            pool.submit(() -> files.parallelStream().forEach(file -> edit(file, arguments[2])))
                    .get();
            seconds[round] = (System.nanoTime() - start) / 1e9;
        }
        pool.shutdown();
        // the first half is for the virtual machine to compile
        double[] later = Arrays.copyOfRange(seconds, rounds / 2, rounds);
        Arrays.sort(later);
        System.out.println(later[later.length / 2]);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void edit(Path file, String rpath) {
        try {
            ElfEditor.open(file).setRpath(rpath).overwrite();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
