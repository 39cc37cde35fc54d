package io.relocpy.elf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;

/** What {@code relocpy-elf/benchmark} measures: a DT_RPATH added to every ELF file of a folder, in place. */
public final class EditBenchmark {
    private EditBenchmark() {}

    /**
     * Prints milliseconds, a line for each round.
     *
     * @param arguments the folder or file; the number of threads; the RPATH; {@code overwrite} or {@code replace}; for
     *     more rounds than one their number and a folder, of which fresh copies are made before each
     */
    public static void main(String[] arguments) throws IOException, ExecutionException, InterruptedException {
        Path target = Path.of(arguments[0]);
        boolean replace = arguments[3].equals("replace");
        int rounds = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 1;
        ForkJoinPool pool = new ForkJoinPool(Integer.parseInt(arguments[1]));
        for (int round = 0; round < rounds; round++) {
            if (arguments.length > 5) {
                copy(Path.of(arguments[5]), target);
            }
            List<Path> files = files(target);
            long start = System.nanoTime();
            pool.submit(() -> files.parallelStream().forEach(file -> edit(file, arguments[2], replace)))
                    .get();
            System.out.printf("%.1f%n", (System.nanoTime() - start) / 1e6);
        }
        pool.shutdown();
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

    private static void edit(Path file, String rpath, boolean replace) {
        try {
            ElfEditor editor = ElfEditor.open(file).setRpath(rpath);
            if (replace) {
                editor.writeInPlace();
            } else {
                editor.overwrite();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
