package io.relocpy.examples.benchmark;

import io.relocpy.rpm.PayloadEntry;
import io.relocpy.rpm.RpmFile;
import io.relocpy.rpm.RpmPayload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Unpacks packages with several threads, each into a folder of its name; for the section {@code payload}. */
final class UnpackBenchmark {
    private UnpackBenchmark() {}

    /** Arguments: a file with the paths of packages, the folder to unpack into, how many threads. */
    public static void main(String[] arguments) throws Exception {
        Path target = Path.of(arguments[1]);
        ExecutorService threads = Executors.newFixedThreadPool(Integer.parseInt(arguments[2]));
        List<Future<?>> all = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            Path rpm = Path.of(line);
            all.add(threads.submit(() -> {
                unpack(rpm, target.resolve(rpm.getFileName()));
                return null;
            }));
        }
        threads.shutdown();
        for (Future<?> each : all) {
            each.get();
        }
    }

    private static void unpack(Path rpm, Path folder) throws IOException {
        Files.createDirectory(folder);
        Set<Path> folders = new HashSet<>(); // that exist
        try (RpmPayload payload = RpmFile.open(rpm).payload()) {
            for (PayloadEntry entry = payload.next(); entry != null; entry = payload.next()) {
                Path file = Path.of(folder + entry.path());
                createParent(file, folders);
                switch (entry.type()) {
                    case DIRECTORY -> {
                        Files.createDirectories(file);
                        folders.add(file);
                    }
                    case SYMLINK -> Files.createSymbolicLink(file, Path.of(entry.linkTarget()));
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
