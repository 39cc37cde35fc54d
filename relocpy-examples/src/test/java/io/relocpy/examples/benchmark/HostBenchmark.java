package io.relocpy.examples.benchmark;

import io.relocpy.bundle.Bundle;
import io.relocpy.repository.ResolutionException;
import io.relocpy.rpm.metadata.Repository;
import io.relocpy.rpm.metadata.RepositoryClient;
import io.relocpy.rpm.metadata.RepositoryConfig;
import io.relocpy.rpm.resolve.Resolver;
import java.io.IOException;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the SDK costs the process that embeds it; for the section {@code host}. */
final class HostBenchmark {
    private static final int BUILDS = 10;
    private static final int COLLECTIONS = 3;

    private HostBenchmark() {}

    /**
     * Prints one line of numbers.
     *
     * @param arguments {@code heap}, a directory for caches with indexes that an earlier run made, a file of requests and a repository's directories: how many
     *     packages those have, the bytes of heap that a resolver keeps, and how many after it answered all requests; or
     *     {@code builds}, a directory for caches, a target, a directory of packages and requests: the classes that are
     *     loaded by a build, the seconds of the first and of the tenth, and the threads that are left
     */
    public static void main(String[] arguments) throws IOException {
        List<String> values = List.of(arguments).subList(2, arguments.length);
        List<String> rest = values.subList(1, values.size());
        Path caches = Path.of(arguments[1]);
        System.out.println(
                arguments[0].equals("heap")
                        ? heap(
                                caches,
                                Path.of(values.get(0)),
                                rest.stream().map(Path::of).toList())
                        : builds(caches, Path.of(values.get(0)), Path.of(rest.get(0)), rest.subList(1, rest.size())));
    }

    private static String heap(Path caches, Path requests, List<Path> directories) throws IOException {
        List<RepositoryConfig> configs =
                directories.stream().map(RepositoryConfig::ofDirectory).toList();
        List<String> lines = Files.readAllLines(requests);
        long before = heap();
        Resolver resolver = resolver(caches, configs);
        long made = heap() - before;
        for (String each : lines) {
            try {
                resolver.resolve(List.of(each));
            } catch (ResolutionException e) {
                // also an answer
            }
        }
        long used = heap() - before;
        Reference.reachabilityFence(resolver);
        int packages = 0;
        for (Repository each : load(caches, configs)) {
            packages += each.packages().size();
        }
        return packages + "\t" + made + "\t" + used;
    }

    private static Resolver resolver(Path caches, List<RepositoryConfig> configs) throws IOException {
        return Resolver.builder()
                .repositories(load(caches, configs))
                .architecture("x86_64")
                .build();
    }

    private static List<Repository> load(Path caches, List<RepositoryConfig> configs) throws IOException {
        return RepositoryClient.builder().cacheDirectory(caches).build().load(configs);
    }

    private static long heap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static String builds(Path caches, Path target, Path packages, List<String> requests) throws IOException {
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        long loaded = classes.getTotalLoadedClassCount();
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        double first = build(caches, target, packages, requests);
        loaded = classes.getTotalLoadedClassCount() - loaded;
        double last = first;
        for (int i = 1; i < BUILDS; i++) {
            last = build(caches, target, packages, requests);
        }
        Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(threads);
        return loaded + "\t" + first + "\t" + last + "\t" + left.size();
    }

    private static double build(Path caches, Path target, Path packages, List<String> requests) throws IOException {
        long start = System.nanoTime();
        Bundle.builder()
                .repositories(packages)
                .cacheDirectory(caches)
                .modules(requests)
                .replaceExisting(true)
                .write(target);
        return (System.nanoTime() - start) / 1e9;
    }
}
