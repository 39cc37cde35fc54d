package io.relocpy.deb.resolve;

import io.relocpy.deb.PackagesOrigin;
import io.relocpy.deb.metadata.PackagesFile;
import io.relocpy.deb.resolve.DebianData.TestRepository;
import io.relocpy.testing.JsonLines;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tukaani.xz.XZInputStream;

/**
 * Measures the index of a whole suite and the reference requests. Prints a line for each figure: what, the median of wall
 * clock time and of this thread's processor time, in milliseconds.
 *
 * <pre>{@code java -cp … io.relocpy.deb.resolve.AptBenchmark DATA [ROUNDS]}</pre>
 *
 * where DATA is the directory of the reference data.
 */
public final class AptBenchmark {
    private static final int BYTES_PER_MIB = 1 << 20;

    private final Path data;
    private final int rounds;

    private AptBenchmark(Path data, int rounds) {
        this.data = data;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws Exception {
        AptBenchmark benchmark = new AptBenchmark(
                Path.of(arguments[0]).resolve("debian"), arguments.length > 1 ? Integer.parseInt(arguments[1]) : 15);
        benchmark.measureIndex();
        benchmark.measureRequests();
    }

    private void measureIndex() throws Exception {
        Path directory = Files.createTempDirectory("relocpy");
        Path packages = directory.resolve("Packages");
        Path index = directory.resolve("index");
        try {
            unpack(data.resolve("repos/trixie-amd64/trixie_amd64.Packages.xz"), packages);
            PackagesOrigin origin = DebianData.origin(Map.of("Codename", "trixie"), "main", "amd64");
            List<PackagesFile> files = List.of(PackagesFile.of(packages, origin));
            List<String> archs = List.of("amd64");
            Times first = new Times();
            first.measure(() -> PackageLists.readIndexed(index, archs, files));
            first.print("index of trixie: the first time in this process");
            Times made = new Times();
            Times mapped = new Times();
            Times built = new Times();
            for (int i = 0; i < rounds; i++) {
                Files.delete(index);
                made.measure(() -> PackageLists.readIndexed(index, archs, files));
                PackageLists lists = mapped.measure(() -> PackageLists.readIndexed(index, archs, files));
                built.measure(() -> AptResolver.builder(lists).build());
            }
            made.print("index of trixie: made and written");
            mapped.print("index of trixie: mapped");
            built.print("candidates of trixie");
            long before = used();
            PackageLists lists = PackageLists.readIndexed(index, archs, files);
            AptResolver resolver = AptResolver.builder(lists).build();
            resolver.resolve(List.of("python3"));
            System.out.printf(
                    "%d packages: Packages %.1f MiB, index %.1f MiB, heap with resolver %.1f MiB%n",
                    lists.size(),
                    (double) Files.size(packages) / BYTES_PER_MIB,
                    (double) Files.size(index) / BYTES_PER_MIB,
                    (double) (used() - before) / BYTES_PER_MIB);
            if (resolver.resolve(List.of("python3")).packages().isEmpty()) {
                throw new IllegalStateException("nothing resolved");
            }
        } finally {
            Files.deleteIfExists(packages);
            Files.deleteIfExists(index);
            Files.delete(directory);
        }
    }

    private static void unpack(Path from, Path to) throws IOException {
        try (InputStream in = new XZInputStream(Files.newInputStream(from));
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(to))) {
            in.transferTo(out);
        }
    }

    private static long used() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void measureRequests() throws Exception {
        Map<String, TestRepository> repositories = new HashMap<>();
        Map<String, AptResolver> resolvers = new HashMap<>();
        List<Map<String, Object>> cases = JsonLines.read(data.resolve("requests.jsonl.xz"), XZInputStream::new);
        Times first = new Times();
        Times last = new Times();
        for (int round = 0; round < rounds; round++) {
            for (Map<String, Object> each : cases) {
                String name = (String) each.get("repo");
                if (!repositories.containsKey(name)) {
                    repositories.put(
                            name, DebianData.ofDirectory(data.resolve("repos").resolve(name)));
                }
                String key = name + " " + each.get("target") + " " + each.get("recommends");
                AptResolver resolver = resolvers.computeIfAbsent(
                        key, unused -> repositories.get(name).resolver((Boolean) each.get("recommends"), (String)
                                each.get("target")));
                Times times = round == 0 ? first : round == rounds - 1 ? last : new Times();
                List<String> request = JsonLines.strings(each, "request");
                times.measure(() -> DebianData.answer(resolver, request));
            }
        }
        first.print(cases.size() + " requests, first round");
        last.print(cases.size() + " requests, round " + rounds);
    }

    private static final class Times {
        private final List<Long> wall = new ArrayList<>();
        private final List<Long> processor = new ArrayList<>();

        <T> T measure(Callable<T> what) throws Exception {
            long wallBefore = System.nanoTime();
            long processorBefore = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            T result = what.call();
            processor.add(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - processorBefore);
            wall.add(System.nanoTime() - wallBefore);
            return result;
        }

        void print(String what) {
            System.out.printf("%s\t%.2f\t%.2f%n", what, median(wall), median(processor));
        }

        private static double median(List<Long> of) {
            return of.stream().sorted().skip(of.size() / 2).findFirst().orElse(0L) / 1e6;
        }
    }
}
