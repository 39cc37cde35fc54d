package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.testing.Cancelling;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * A build and a verification of each form, interrupted at moments that are spread over the time that they take: also where no event
 * comes, as while a large file is compressed. {@code -Drelocpy.interrupts=N} tries N moments.
 */
class InterruptedBuildIT {
    private static final int MOMENTS = Integer.getInteger("relocpy.interrupts", 14);

    /** Moments of this distance fill any interval evenly, however many there are. */
    private static final double GOLDEN = 0.618034;

    @TempDir
    Path folder;

    /** @param whole how long it takes when nobody interrupts it */
    private record Case(String name, Cancelling.Work work, Duration whole) {}

    @Test
    void endsSoonAndLeavesNothingAtAnyMoment(TestReporter reporter) throws Exception {
        HostTools.require("tar");
        List<Case> cases = cases(DemoRepository.of("trixie"));
        Path out = Files.createDirectory(folder.resolve("out"));
        Duration worst = Duration.ZERO;
        int interrupted = 0;
        for (int i = 0; i < MOMENTS; i++) {
            Case each = cases.get(i % cases.size());
            double moment = (i + 1) * GOLDEN % 1;
            AtomicBoolean done = new AtomicBoolean();
            Cancelling.End end =
                    Cancelling.endAfter(Duration.ofNanos((long) (each.whole().toNanos() * moment)), () -> {
                        each.work().run();
                        done.set(true);
                        Thread.interrupted(); // it came behind the last moment at which it could change anything
                    });

            String what = String.format("%s, interrupted at %.0f %%", each.name(), 100 * moment);
            reporter.publishEntry(what, end.time().toMillis() + " ms: " + end.message());
            assertThat(end.message().isEmpty()).as(what).isEqualTo(done.get());
            assertThat(names(out)).as(what).hasSize(done.get() && each.name().startsWith("write") ? 1 : 0);
            HostTools.run("rm", "-rf", out.toString()).orFail();
            Files.createDirectory(out);
            interrupted += done.get() ? 0 : 1;
            worst = end.time().compareTo(worst) > 0 ? end.time() : worst;
        }
        reporter.publishEntry("worst of " + interrupted + " interrupts", worst.toMillis() + " ms");
        assertThat(interrupted).as("interrupts that came in time").isGreaterThan(MOMENTS / 2);
    }

    private List<Case> cases(Path repository) throws Exception {
        Bundle.Builder builder = DemoBundle.small(repository)
                .scripts(DemoRepository.script("hello.py"))
                .bytecode(Bytecode.UNCHECKED_HASH);
        builder.write(folder.resolve("first.tar")); // the first one takes longer
        List<Case> cases = new ArrayList<>();
        for (String name : List.of("a.tar.gz", "a.tar.zst", "a.tar.xz", "a")) {
            Path whole = folder.resolve(name);
            cases.add(of(
                    "write " + name,
                    () -> builder.write(folder.resolve("out").resolve(name)),
                    () -> builder.write(whole)));
            cases.add(of("verify " + name, () -> Bundle.verify(whole), () -> Bundle.verify(whole)));
        }
        return cases;
    }

    private static Case of(String name, Cancelling.Work work, Cancelling.Work first) throws Exception {
        long begin = System.nanoTime();
        first.run();
        return new Case(name, work, Duration.ofNanos(System.nanoTime() - begin));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
