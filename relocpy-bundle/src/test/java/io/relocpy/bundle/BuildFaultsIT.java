package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.relocpy.bundle.internal.build.ReplacedDirectory;
import io.relocpy.bundle.internal.format.WorkingDirectory;
import io.relocpy.testing.HostTools;
import io.relocpy.testing.HostTools.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Builds that are killed, run out of disk, or meet at one target: under the target's name there is nothing, or a whole
 * bundle. {@code -Drelocpy.kills=100} says how often a build is killed.
 */
class BuildFaultsIT {
    private static final int KILLS = Integer.getInteger("relocpy.kills", 5);

    private static Path repository;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeRepository() {
        repository = DemoRepository.of("trixie");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bundle", "bundle.tar.gz"})
    void aKilledBuildLeavesNothingOrAWholeBundle(String name) throws Exception {
        Path target = folder.resolve(name);
        Random random = new Random(KILLS);
        long duration = 0; // of the last build that came to its end
        int builds = 0;
        for (int killed = 0; killed < KILLS; builds++) {
            assertThat(builds).as("builds, of which %s were killed", killed).isLessThan(10 + 3 * KILLS);
            Process process = begin(target);
            long started = System.nanoTime();
            if (duration > 0 && !process.waitFor(random.nextLong(duration), TimeUnit.NANOSECONDS)) {
                process.destroyForcibly().waitFor();
                killed++;
            } else {
                assertThat(process.waitFor()).isZero();
                duration = System.nanoTime() - started;
            }
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                assertThat(Bundle.verify(target).faults()).isEmpty();
            }
        }
        System.out.println(name + ": killed " + KILLS + " of " + builds + " builds");

        assertThat(begin(target).waitFor()).isZero();

        assertThat(folder.toFile().list()).as("temporary files are gone").containsExactly(name);
        assertThat(Bundle.verify(target).faults()).isEmpty();
    }

    @Test
    void aFullDiskIsNamedAndNothingIsLeft() throws IOException {
        Result result = onFileSystem("size=20m", "");

        assertThat(result.stdout()).as("what is left").isEmpty();
        assertThat(result.stderr()).contains("No space left on device");
    }

    /** Also by compressors that fail again when they are closed. */
    @ParameterizedTest
    @ValueSource(strings = {"bundle", "bundle.tar", "bundle.tar.gz", "bundle.tar.zst", "bundle.tar.xz"})
    void aDiskThatFillsUpWhileTheResultIsWrittenIsNamed(String name) throws IOException {
        HostTools.requireRoot();
        HostTools.require("mount", "umount");
        String disk = Files.createDirectory(folder.resolve("disk")).toString();
        assumeTrue(HostTools.run("mount", "-t", "tmpfs", "-o", "size=1m", "none", disk)
                        .exitStatus()
                == 0);
        try {
            byte[] random = new byte[3 << 20];
            new Random(1).nextBytes(random);
            Path target = Path.of(disk, name);

            assertThatThrownBy(() ->
                            ReplacedDirectory.write(target, Base64.getEncoder().encodeToString(random)))
                    .isInstanceOf(BundleException.class)
                    .hasMessageContaining("No space left on device");
            assertThat(Path.of(disk)).isEmptyDirectory();
        } finally {
            HostTools.run("umount", disk).orFail();
        }
    }

    @Test
    void aReadOnlyFolderIsNamed() throws IOException {
        Result result = onFileSystem("size=20m", "mount -o remount,ro \"$0\";");

        assertThat(result.stdout()).as("what is left").isEmpty();
        assertThat(result.stderr())
                .contains("BundleException: " + folder + "/bundle.tar.gz: cannot write into " + folder
                        + ": Read-only file system");
    }

    /** Builds into a small file system of its own; the output is what lies there afterwards. */
    private Result onFileSystem(String options, String prepare) {
        HostTools.requireRoot();
        HostTools.require("unshare", "mount");
        String script = "mount -t tmpfs -o " + options + " tmpfs \"$0\"; " + prepare + " \"$@\" >&2; ls -A \"$0\"";
        List<String> command = HostTools.withOwnMounts("/bin/sh", "-c", script, folder.toString());
        command.addAll(build(folder.resolve("bundle.tar.gz")).command());
        return HostTools.run(command.toArray(String[]::new));
    }

    @Test
    void whatAnotherUserPlantedIsNeitherRemovedNorTakenForABundle() throws IOException {
        HostTools.requireRoot();
        HostTools.require("chown");
        Path planted =
                Files.createDirectories(folder.resolve(".bundle.123/replaced")).getParent();
        Files.createFile(planted.resolve("lock"));
        HostTools.run("chown", "-R", "nobody", planted.toString()).orFail();

        new WorkingDirectory(folder.resolve("bundle")).close();

        assertThat(folder.resolve("bundle")).doesNotExist();
        assertThat(planted.resolve("replaced")).isDirectory();
    }

    @Test
    void ofTwoBuildsOfOneTargetOneIsRefusedOrTheLastOneStays() throws Exception {
        for (boolean replace : new boolean[] {false, true}) {
            for (String name : List.of("bundle", "bundle.tar.gz")) {
                Path target = folder.resolve(replace + "/" + name);
                Files.createDirectories(target.getParent());
                List<String> refused = atOnce(() -> {
                    write(target, replace);
                    return target;
                });

                assertThat(Bundle.verify(target).faults()).isEmpty();
                assertThat(refused).hasSizeLessThan(replace ? 1 : 2);
                assertThat(refused).allSatisfy(message -> assertThat(message).isEqualTo(target + ": already exists"));
            }
            assertThat(folder.resolve("" + replace).toFile().list()).hasSize(2);
        }
    }

    /** Messages of those that failed. */
    private static List<String> atOnce(Callable<Path> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<String> messages = new ArrayList<>();
            for (Future<Path> future : threads.invokeAll(List.of(task, task))) {
                try {
                    future.get();
                } catch (ExecutionException e) {
                    messages.add(String.valueOf(e.getCause().getMessage()));
                }
            }
            return messages;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anUnreadableScriptIsNamed() throws IOException {
        Path script = Files.createSymbolicLink(folder.resolve("loop.py"), Path.of("loop.py"));
        Path target = folder.resolve("bundle.tar.gz");

        assertThatThrownBy(() -> DemoBundle.small(repository).scripts(script).write(target))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith(script.toString());
        assertThat(target).doesNotExist();
    }

    /** Starts a process that builds; it is past the start of its virtual machine when this returns. */
    private Process begin(Path target) throws IOException {
        Process process =
                build(target).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        assertThat(process.getInputStream().read()).isEqualTo('b');
        return process;
    }

    private ProcessBuilder build(Path target) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                BuildFaultsIT.class.getName(),
                repository.toString(),
                target.toString());
    }

    private static void write(Path target, boolean replace) throws IOException {
        DemoBundle.small(repository).replaceExisting(replace).write(target);
    }

    /** Builds a bundle in a process of its own. */
    public static void main(String[] arguments) throws IOException {
        System.out.println("begins");
        repository = Path.of(arguments[0]);
        write(Path.of(arguments[1]), true);
    }
}
