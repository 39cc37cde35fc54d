package io.relocpy.bundle.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.bundle.internal.build.ReplacedDirectory;
import io.relocpy.testing.HostTools;
import io.relocpy.testing.HostTools.Result;
import io.relocpy.testing.OtherJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** Directories that change places, where the system can do it and where it cannot. */
class DirectoryExchangeIT {
    @TempDir
    Path folder;

    /** What Python's ctypes say of this file system, from which ours must not differ. */
    private boolean canExchange() throws IOException {
        HostTools.require("python3");
        Path one = Files.createDirectory(folder.resolve("probe1"));
        Path other = Files.createDirectory(folder.resolve("probe2"));
        String call = "import ctypes, sys; libc = ctypes.CDLL(None);"
                + "sys.exit(libc.renameat2(-100, sys.argv[1].encode(), -100, sys.argv[2].encode(), 2) != 0)";
        return HostTools.run("python3", "-c", call, one.toString(), other.toString())
                        .exitStatus()
                == 0;
    }

    @Test
    void twoDirectoriesChangePlaces() throws IOException {
        Path one = Files.createDirectories(folder.resolve("café %41\n?#"));
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(one.resolve("file"), "one");
        Files.writeString(other.resolve("file"), "other");

        boolean exchanged = DirectoryExchange.exchange(one, other);

        assertThat(exchanged).isEqualTo(canExchange());
        assertThat(one.resolve("file")).hasContent(exchanged ? "other" : "one");
        assertThat(other.resolve("file")).hasContent(exchanged ? "one" : "other");
    }

    @Test
    void whereAFileSystemIsMountedABundleIsNotReplaced() throws IOException {
        HostTools.requireRoot();
        HostTools.require("mount", "umount");
        Path target = folder.resolve("mounted");
        ReplacedDirectory.write(target, "old");
        Path volume = Files.createDirectory(folder.resolve("volume"));
        if (HostTools.run("mount", "-t", "tmpfs", "none", volume.toString()).exitStatus() != 0) {
            throw new TestAbortedException("needs the right to mount");
        }
        try {
            HostTools.run("cp", "-a", target + "/.", volume.toString()).orFail();

            assertThatThrownBy(() -> Target.of(volume).checkExisting(true))
                    .hasMessage(volume + ": is not replaced: a file system is mounted there, so it cannot be renamed");
            assertThat(Target.of(target).checkExisting(true)).isTrue();
        } finally {
            HostTools.run("umount", volume.toString()).orFail();
        }
    }

    @Test
    void whereOneIsMissingTheOtherStays() throws IOException {
        Path one = Files.createDirectories(folder.resolve("one"));

        assertThat(DirectoryExchange.exchange(one, folder.resolve("absent"))).isFalse();

        assertThat(one).isDirectory();
        assertThat(folder.resolve("absent")).doesNotExist();
    }

    @Test
    void aReplacedBundleIsNeverAbsent() throws Exception {
        HostTools.missingUnless(canExchange(), "no renameat2(RENAME_EXCHANGE) in " + folder);
        Path target = folder.resolve("bundle");
        ReplacedDirectory.write(target, "0");
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong looked = new AtomicLong();
        AtomicLong absent = new AtomicLong();
        Thread watcher = new Thread(() -> {
            while (!done.get()) {
                looked.incrementAndGet();
                if (Files.notExists(target.resolve("lib/os.py"), LinkOption.NOFOLLOW_LINKS)) {
                    absent.incrementAndGet();
                }
            }
        });
        watcher.start();

        for (int i = 1; i <= 50; i++) {
            ReplacedDirectory.write(target, "" + i);
        }

        done.set(true);
        watcher.join();
        assertThat(absent).as("of %s looks", looked).hasValue(0);
        assertThat(target.resolve("lib/os.py")).hasContent("50");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("bundle", "probe1", "probe2");
    }

    @Test
    void aTemporaryDirectoryWithoutRightsToExecuteLeadsToTwoRenames() throws IOException {
        HostTools.requireRoot();
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "mount -t tmpfs -o noexec none \"$0\" && exec \"$@\""));
        command.add(temporary.toString());
        command.addAll(
                replaces(ProcessHandle.current().info().command().orElseThrow(), "-Djava.io.tmpdir=" + temporary));

        Result result = HostTools.run(HostTools.withOwnMounts(command.toArray(String[]::new)), Map.of());

        assertThat(result.stderr()).isEmpty();
        assertReplaced(result, "renamed");
    }

    @Test
    void aNewerJavaThatDeniesNativeAccessLeadsToTwoRenames() throws IOException {
        String java = OtherJdk.require().resolve("bin/java").toString();

        assertReplaced(HostTools.run(replaces(java, "--illegal-native-access=deny"), Map.of()), "renamed");
    }

    @Test
    void aNewerJavaThatAllowsNativeAccessSaysNothing() throws IOException {
        String java = OtherJdk.require().resolve("bin/java").toString();
        boolean can = canExchange();

        Result result = HostTools.run(replaces(java, "--enable-native-access=ALL-UNNAMED"), Map.of());

        assertThat(result.stderr()).isEmpty();
        assertReplaced(result, can ? "exchanged" : "renamed");
    }

    private List<String> replaces(String java, String option) {
        return List.of(
                java,
                option,
                "-cp",
                System.getProperty("java.class.path"),
                ReplacedDirectory.class.getName(),
                folder.resolve("target").toString());
    }

    private void assertReplaced(Result result, String how) throws IOException {
        assertThat(result.exitStatus()).as(result.stderr()).isZero();
        assertThat(result.stdout().strip()).isEqualTo(how);
        String first = how.equals("exchanged") ? "other" : "new";
        assertThat(folder.resolve("target/lib/os.py")).hasContent(first);
    }
}
