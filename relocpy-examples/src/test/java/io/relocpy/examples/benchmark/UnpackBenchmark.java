package io.relocpy.examples.benchmark;

import io.relocpy.rpm.file.PayloadEntry;
import io.relocpy.rpm.file.RpmFile;
import io.relocpy.rpm.file.RpmPayload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Unpacks packages with several threads, each into a folder of its name; for the section {@code payload}. */
final class UnpackBenchmark {
    private UnpackBenchmark() {}

    /**
     * Prints seconds: the median of the later half of the rounds.
     *
     * @param arguments a file with the paths of packages; the folder to unpack into; how many threads; for more rounds than
     *     one their number: each unpacks into a folder of its own
     */
    public static void main(String[] arguments) throws Exception {
        List<Path> packages =
                Files.readAllLines(Path.of(arguments[0])).stream().map(Path::of).toList();
        Path target = Path.of(arguments[1]);
        int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1;
        double[] seconds = new double[rounds];
        ExecutorService threads = Executors.newFixedThreadPool(Integer.parseInt(arguments[2]));
        for (int round = 0; round < rounds; round++) {
            Path folder = rounds == 1 ? target : Files.createDirectory(target.resolve("" + round));
            long start = System.nanoTime();
            List<Future<?>> all = new ArrayList<>();
            for (Path rpm : packages) {
                all.add(threads.submit(() -> {
                    unpack(rpm, folder.resolve(rpm.getFileName()));
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
            seconds[round] = (System.nanoTime() - start) / 1e9;
        }
        threads.shutdown();
        // the first half is for the virtual machine to compile
        double[] later = Arrays.copyOfRange(seconds, rounds / 2, rounds);
        Arrays.sort(later);
        System.out.println(later[later.length / 2]);
    }

    private static void unpack(Path rpm, Path folder) throws IOException {
        Files.createDirectory(folder);
        Set<Path> folders = new HashSet<>(); // that exist
        try (RpmPayload payload = RpmFile.open(rpm).payload()) {
            for (Optional<PayloadEntry> next = payload.next(); next.isPresent(); next = payload.next()) {
                PayloadEntry entry = next.get();
                Path file = Path.of(folder + entry.path());
                createParent(file, folders);
                switch (entry.type()) {
                    case DIRECTORY -> {
                        Files.createDirectories(file);
                        folders.add(file);
                    }
                    case SYMLINK ->
                        Files.createSymbolicLink(
                                file, Path.of(entry.linkTarget().orElseThrow()));
                    default -> {
                        if (entry.hasContent()) {
                            Files.copy(payload.content(), file);
                            for (String name : entry.names()) {
                                if (!name.equals(entry.path())) {
                                    Path link = Path.of(folder + name);
                                    createParent(link, folders);
                                    Files.createLink(link, file);
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private static void createParent(Path file, Set<Path> folders) throws IOException {
        if (folders.add(file.getParent())) {
            Files.createDirectories(file.getParent());
        }
    }
}
