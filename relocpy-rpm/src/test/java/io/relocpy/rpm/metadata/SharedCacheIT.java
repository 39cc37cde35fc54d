package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.CachedFile;
import io.relocpy.repository.CachedFile.Kind;
import io.relocpy.repository.cache.PackageCache;
import io.relocpy.repository.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several processes share a cache, and some are killed while they fill it. {@code -Drelocpy.kills=100} says how many.
 */
class SharedCacheIT {
    private static final int KILLS = Integer.getInteger("relocpy.kills", 10);

    @TempDir
    Path temp;

    private TestServer server;
    private Path folder;

    @BeforeEach
    void serve() throws IOException {
        folder = Files.createDirectory(temp.resolve("repo"));
        RepositoryBuilder content = new RepositoryBuilder(folder);
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            byte[] bytes = new byte[200_000];
            random.nextBytes(bytes);
            content.add("p" + i, bytes, "/usr/bin/p" + i);
        }
        content.write();
        server = new TestServer(folder);
        server.fail(".rpm", (exchange, bytes) -> { // slow enough to be killed while downloading
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CacheProcess.class.getName(),
                        temp.resolve("cache").toString(),
                        server.url().toString(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(temp.resolve("log").toFile()))
                .start();
    }

    private String log() throws IOException {
        return Files.readString(temp.resolve("log"));
    }

    @Test
    void severalProcessesFillOneCache() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(start());
        }
        for (Process process : processes) {
            assertThat(process.waitFor()).withFailMessage(this::logOrNothing).isZero();
        }
        // each file was requested once, by whichever process was first
        assertThat(server.requests().stream().filter(request -> request.endsWith(".rpm")))
                .hasSize(20)
                .doesNotHaveDuplicates();
    }

    private String logOrNothing() {
        try {
            return log();
        } catch (IOException e) {
            return "no log";
        }
    }

    @Test
    void nothingIsRemovedThatAnotherProcessUses() throws Exception {
        PackageCache cache = PackageCache.in(temp.resolve("cache"));
        assertThat(start().waitFor()).withFailMessage(this::logOrNothing).isZero();
        cache.trim(0);
        assertThat(cache.files()).as("nobody uses it").isEmpty();
        CountDownLatch nearlyDone = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        server.fail("p19-1.0-1.noarch.rpm", (exchange, bytes) -> {
            nearlyDone.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        });
        Process other = start();
        assertThat(nearlyDone.await(1, TimeUnit.MINUTES)).isTrue();
        Path old = temp.resolve("cache/files/sha-256-" + "0".repeat(64));
        Files.createDirectory(old);
        Files.setLastModifiedTime(Files.createFile(old.resolve("old.rpm")), FileTime.fromMillis(0));
        List<CachedFile> before = cache.files();

        List<CachedFile> removed = cache.trim(0);

        assertThat(removed)
                .extracting(file -> file.path().getFileName().toString())
                .containsExactly("old.rpm");
        assertThat(old).doesNotExist();
        assertThat(before).extracting(CachedFile::kind).contains(Kind.PACKAGE, Kind.METADATA, Kind.PARTIAL);
        goOn.countDown();
        assertThat(other.waitFor()).withFailMessage(this::logOrNothing).isZero();
        long half = cache.files().stream().mapToLong(CachedFile::size).sum() / 2;
        Path damaged = cache.files().get(0).path();
        Files.write(damaged, new byte[] {1}, StandardOpenOption.APPEND);
        assertThat(cache.verify()).extracting(CachedFile::path).containsExactly(damaged);
        assertThat(cache.trim(half)).isNotEmpty();
        assertThat(cache.files().stream().mapToLong(CachedFile::size).sum()).isBetween(half - 300_000, half);
    }

    @Test
    void aProcessThatIsKilledLeavesNothingWrong() throws Exception {
        Random random = new Random(2);
        Process whole = start();
        assertThat(whole.waitFor()).withFailMessage(this::logOrNothing).isZero();
        long start = System.nanoTime();
        clearSome(random);
        assertThat(start().waitFor()).isZero();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        for (int i = 0; i < KILLS; i++) {
            clearSome(random);
            Process process = start();
            boolean ended = process.waitFor(1 + random.nextInt((int) millis), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            assertThat(ended && process.exitValue() != 0 && process.exitValue() != 137)
                    .withFailMessage(this::logOrNothing)
                    .isFalse();
            if (i % 10 == 9) {
                assertThat(start().waitFor())
                        .withFailMessage(this::logOrNothing)
                        .isZero();
            }
        }
    }

    private void clearSome(Random random) throws IOException {
        try (Stream<Path> files = Files.walk(temp.resolve("cache"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (random.nextBoolean()) {
                    Files.delete(file);
                }
            }
        }
    }
}
