package io.relocpy.examples.benchmark;

import io.relocpy.repository.ResolutionException;
import io.relocpy.rpm.metadata.RepositoryClient;
import io.relocpy.rpm.metadata.RepositoryConfig;
import io.relocpy.rpm.resolve.Resolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Resolves many requests in one process; for the section {@code solve}, whose {@code solve.py} asks libsolv the same. */
final class SolveBenchmark {
    private SolveBenchmark() {}

    /**
     * Prints a line for each number of requests at a time: that number, the median seconds, how many could be resolved,
     * and how many packages those are in all.
     *
     * @param arguments a repository's folder; a folder for caches; a file with a request in each line; numbers
     */
    public static void main(String[] arguments) throws IOException {
        RepositoryClient client =
                RepositoryClient.builder().cacheDirectory(Path.of(arguments[1])).build();
        Resolver resolver = Resolver.builder()
                .repositories(List.of(client.load(RepositoryConfig.ofDirectory(Path.of(arguments[0])))))
                .architecture("x86_64")
                .build();
        List<String> requests = Files.readAllLines(Path.of(arguments[2]));
        measure(resolver, requests, 1); // for the virtual machine to compile
        for (int i = 3; i < arguments.length; i++) {
            System.out.println(measure(resolver, requests, Integer.parseInt(arguments[i])));
        }
    }

    private static String measure(Resolver resolver, List<String> requests, int together) throws IOException {
        List<Double> seconds = new ArrayList<>();
        int resolved = 0;
        int packages = 0;
        for (int i = 0; i + together <= requests.size(); i++) {
            long start = System.nanoTime();
            try {
                packages += resolver.resolve(requests.subList(i, i + together))
                        .packages()
                        .size();
                resolved++;
            } catch (ResolutionException e) {
                // libsolv says so too, or the numbers differ
            }
            seconds.add((System.nanoTime() - start) / 1e9);
        }
        seconds.sort(null);
        double median = seconds.get(seconds.size() / 2);
        return together + "\t" + median + "\t" + resolved + "\t" + packages;
    }
}
