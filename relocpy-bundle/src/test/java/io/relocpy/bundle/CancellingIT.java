package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.BundleEvent.Step;
import io.relocpy.repository.testing.Cancelling;
import io.relocpy.repository.testing.TestServer;
import io.relocpy.testing.HostTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real build that is cancelled, whatever it is doing. */
class CancellingIT {
    @TempDir
    Path folder;

    @Test
    void nothingIsLeftWhereverABuildIsInterrupted() throws Exception {
        Path repository = DemoRepository.of("trixie");
        Thread caller = Thread.currentThread();
        Set<String> met = new HashSet<>();
        Set<String> messages = new HashSet<>();
        boolean cancelled = true;
        while (cancelled) {
            AtomicBoolean interrupted = new AtomicBoolean();
            Bundle.Builder builder = DemoBundle.small(repository)
                    .scripts(DemoRepository.script("hello.py"))
                    .bytecode(met.contains("StepStartedCOMPILE") ? Bytecode.NONE : Bytecode.UNCHECKED_HASH)
                    .onEvent(event -> {
                        boolean began = event instanceof BundleEvent.StepStarted;
                        assertThat(began && interrupted.get()).as("goes on").isFalse();
                        boolean inside =
                                event instanceof BundleEvent.PackageDone || event instanceof BundleEvent.Advanced;
                        if ((began || inside)
                                && !interrupted.get()
                                && met.add(event.getClass().getSimpleName() + event.step())) {
                            interrupted.set(true);
                            if (event.equals(new BundleEvent.StepStarted(Step.COMPILE))) { // while Python is running
                                CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS)
                                        .execute(caller::interrupt);
                            } else {
                                caller.interrupt();
                            }
                        }
                    });

            String message = Cancelling.interruption(() -> builder.write(folder.resolve("a.tar.gz")));
            messages.add(message);
            cancelled = !message.isEmpty();

            assertThat(cancelled).isEqualTo(interrupted.get());
            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left.toList()).hasSize(cancelled ? 0 : 1);
            }
        }
        assertThat(met).contains("StepStartedWRITE", "PackageDoneUNPACK").hasSizeGreaterThan(Step.values().length);
        assertThat(messages)
                .contains("interrupted while compiling modules", "interrupted while writing the bundle")
                .anyMatch(each -> each.matches("interrupted while unpacking \\S+-\\d.*"));
        for (Path bundle : List.of(folder.resolve("a.tar.gz"), folder.resolve("a"))) {
            HostTools.run("tar", "-xzf", folder.resolve("a.tar.gz").toString(), "-C", folder.toString())
                    .orFail();
            assertThat(Cancelling.after(Duration.ofMillis(1), () -> Bundle.verify(bundle)))
                    .isEqualTo("interrupted while verifying " + bundle);
        }
    }

    @Test
    void theMessageNamesThePackageThatWasBeingDownloaded() throws Exception {
        Path repository = DemoRepository.of("trixie");
        CountDownLatch there = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        String name;
        try (Stream<Path> files = Files.list(repository)) {
            name = files.map(file -> file.getFileName().toString())
                    .filter(each -> each.startsWith("python3-minimal-"))
                    .findFirst()
                    .orElseThrow();
        }
        AtomicBoolean stalls = new AtomicBoolean();
        try (TestServer server = new TestServer(repository)) {
            server.fail("", (exchange, content) -> {
                exchange.getResponseHeaders().set("Connection", "close"); // an idle one would keep a thread
                if (stalls.get() && exchange.getRequestURI().getPath().endsWith(name)) {
                    Cancelling.stall(there, over);
                    return true;
                }
                return false;
            });
            Bundle.Builder builder = Bundle.builder()
                    .repositoryUrls(server.url())
                    .python("python3-minimal")
                    .defaultPackages(false)
                    .cacheDirectory(folder.resolve("cache"));
            builder.write(folder.resolve("whole.tar"));
            try (Stream<Path> cached = Files.walk(folder.resolve("cache/packages"))) {
                Files.delete(
                        cached.filter(file -> file.endsWith(name)).findFirst().orElseThrow());
            }
            stalls.set(true);
            String message = Cancelling.when(there, () -> builder.write(folder.resolve("a.tar")));
            over.countDown();
            // or what another thread did with a package of the cache
            assertThat(message)
                    .matches("interrupted while (?:downloading " + Pattern.quote(server.url() + name)
                            + "|fetching \\S+)");
        }
    }

    @Test
    void aBuildDoesNotWaitForTheCacheOfAnotherProcessOnceItIsInterrupted() throws Exception {
        HostTools.require("/usr/bin/python3");
        Path cache = folder.resolve("cache");
        Files.createDirectories(cache.resolve("locks"));
        Process other = new ProcessBuilder(
                        "/usr/bin/python3",
                        "-c",
                        "import fcntl\nfiles = [open('%s/locks/%02x' % ('" + cache
                                + "', i), 'w') for i in range(256)]\n"
                                + "for f in files: fcntl.lockf(f, fcntl.LOCK_EX)\nprint('locked', flush=True)\ninput()")
                .start();
        try (TestServer server = new TestServer(DemoRepository.of("trixie"))) {
            assertThat(other.inputReader().readLine()).isEqualTo("locked");
            CountDownLatch waits = new CountDownLatch(1);
            server.fail("repomd.xml", (exchange, content) -> { // what it names is stored in the cache
                CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(waits::countDown);
                exchange.getResponseHeaders().set("Connection", "close");
                return false;
            });
            String message = Cancelling.when(waits, () -> Bundle.builder()
                    .repositoryUrls(server.url())
                    .cacheDirectory(cache)
                    .write(folder.resolve("a.tar")));
            assertThat(message).isEqualTo("interrupted while waiting for another build to release the cache");
            assertThat(server.requests()).containsExactly("/repodata/repomd.xml");
        } finally {
            other.destroyForcibly().waitFor();
        }
    }
}
