package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.relocpy.testing.DemoRepositories;
import io.relocpy.testing.HostTools;
import io.relocpy.testing.HostTools.Result;
import io.relocpy.testing.Sample;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tool where the host does not go along: full, over quota, read-only, crowded, with another clock, umask or user. What
 * cannot work fails with one line, and nothing that was there is lost.
 */
class AdverseHostIT {
    private static final int NOBODY = 65534;

    /** The root and, which may be mounted on its own, the directory of temporary files. */
    private static final String READ_ONLY =
            "mount -o remount,bind,ro / /; mount --bind %1$s %1$s; mount -o remount,bind,ro %1$s"
                    .formatted(System.getProperty("java.io.tmpdir"));

    private static Path repository;

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private String url = "";
    private Path target;

    @BeforeAll
    static void makeRepository() {
        HostTools.requireRoot();
        HostTools.require("unshare", "mount", "setpriv", "faketime");
        repository = DemoRepositories.make();
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                Path file =
                        repository.resolve(exchange.getRequestURI().getPath().substring(1));
                exchange.sendResponseHeaders(200, Files.size(file));
                Files.copy(file, exchange.getResponseBody());
            }
        });
        server.setExecutor(threads);
        server.start();
        url = "http://localhost:" + server.getAddress().getPort() + "/";
        // those of another user must be able to get here
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        target = Files.createDirectory(folder.resolve("out")).resolve("bundle.tar");
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** While packages are unpacked, and when the archive is written. */
    @ParameterizedTest
    @ValueSource(strings = {"10m", "40m"})
    void aFullDiskLeavesWhatWasThere(String size) {
        Result result = mounted("mount -t tmpfs -o size=" + size + " tmpfs %s", target.getParent(), build("--replace"));

        assertOneLine(result, target.getParent().toString(), "No space left on device");
        assertThat(result.stdout()).isEqualTo("bundle.tar\nearlier\n");
    }

    @Test
    void anExhaustedQuotaLeavesWhatWasThere() throws IOException {
        HostTools.require("mkfs.btrfs", "btrfs");
        Path image = folder.resolve("image");
        HostTools.run("truncate", "-s", "200M", image.toString()).orFail();
        HostTools.run("mkfs.btrfs", "-q", image.toString()).orFail();

        Result result = mounted(
                "mount -o loop " + image + " %1$s; btrfs -q quota enable %1$s; btrfs -q qgroup limit 20M %1$s",
                target.getParent(),
                build("--replace"));

        assertOneLine(result, target.getParent().toString(), "Disk quota exceeded");
        assertThat(result.stdout()).isEqualTo("bundle.tar\nearlier\n");
    }

    @Test
    void aFullCacheIsNamedAndWorksAgainWhenThereIsRoom() throws IOException {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        List<String> build = remote(cache, target);

        Result result = mounted("mount -t tmpfs -o size=3m,mode=700 tmpfs %s", cache, build);

        assertOneLine(result, "No space left on device");
        assertThat(target).doesNotExist();
        HostTools.run(build, Map.of()).orFail();
    }

    @Test
    void aReadOnlyHostIsEnoughButForTheTargetAndTemporaryFiles() {
        String readOnly = READ_ONLY + "; mount -t tmpfs tmpfs " + target.getParent();
        List<String> elsewhere = build();
        elsewhere.add(1, "-Djava.io.tmpdir=" + target.getParent());

        Result nothing = inMounts(readOnly, build());
        Result temporary = inMounts(readOnly, elsewhere);

        assertOneLine(nothing, "Read-only file system", "-Djava.io.tmpdir");
        assertThat(temporary.stderr()).isEmpty();
        assertThat(temporary.exitStatus()).isZero();
    }

    @Test
    void aReadOnlyTargetIsNamed() {
        Result result = inMounts(READ_ONLY, build());

        assertOneLine(result, target.toString(), "Read-only file system");
    }

    @Test
    void aReadOnlyCacheIsNamedUnlessItHoldsAll() throws IOException {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        String readOnly = "mount --bind " + cache + " " + cache + "; mount -o remount,bind,ro " + cache;
        List<String> build = remote(cache, target);

        Result empty = inMounts(readOnly, build);
        HostTools.run(remote(cache, folder.resolve("out/other.tar")), Map.of()).orFail();
        Result filled = inMounts(readOnly, build);

        assertOneLine(empty, cache.toString(), "Read-only file system");
        assertThat(filled.stderr()).isEmpty();
        assertThat(filled.exitStatus()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "077"})
    void modesAreTheSameUnderAnyUmask(String umask) throws IOException {
        Path cache = folder.resolve("cache");
        HostTools.run(remote(folder.resolve("first"), target), Map.of()).orFail();
        Path other = Files.createDirectory(folder.resolve("other"));

        shell("umask " + umask, remote(cache, other.resolve("bundle.tar"))).orFail();
        shell("umask " + umask, remote(cache, other.resolve("bundle"))).orFail();

        assertThat(other.resolve("bundle.tar")).hasSameBinaryContentAs(target);
        assertThat(modes(other.resolve("bundle"))).containsOnly("rwxr-xr-x", "rw-r--r--");
        assertThat(modes(cache)).containsOnly("rwx------", "rw-------");
    }

    static List<String> days() {
        return Sample.of(List.of("1990-01-01", "2038-01-20", "2110-01-01"), "days");
    }

    @ParameterizedTest
    @MethodSource("days")
    void theClockDoesNotMatter(String day) throws IOException {
        Path cache = folder.resolve("cache");
        HostTools.run(remote(cache, target), Map.of()).orFail();
        Path other = Files.createDirectory(folder.resolve("other")).resolve("bundle.tar");
        List<String> command = new ArrayList<>(List.of("faketime", "--exclude-monotonic", day));
        command.addAll(remote(cache, other));

        Result result = HostTools.run(command, Map.of());

        assertThat(result.stderr()).isEmpty();
        assertThat(result.exitStatus()).isZero();
        assertThat(other).hasSameBinaryContentAs(target);
    }

    @Test
    void anotherUserNeedsNothingButTheTargetsDirectory() throws IOException {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        HostTools.run("chown", NOBODY + "", target.getParent().toString(), cache.toString())
                .orFail();

        Result result = HostTools.run(as(NOBODY, remote(cache, target)), Map.of());

        assertThat(result.stderr()).isEmpty();
        assertThat(result.exitStatus()).isZero();
        assertThat(Files.getAttribute(target, "unix:uid")).isEqualTo(NOBODY);
    }

    @Test
    void whatAnotherUserMayNotDoIsNamed() throws IOException {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        Result targetOfRoot = HostTools.run(as(NOBODY, remote(cache, target)), Map.of());
        HostTools.run("chown", NOBODY + "", target.getParent().toString()).orFail();
        Result cacheOfRoot = HostTools.run(as(NOBODY, remote(cache, target)), Map.of());

        assertOneLine(targetOfRoot, target.toString(), "ermission denied");
        assertOneLine(cacheOfRoot, cache.toString(), "ermission denied");
        assertThat(target.getParent()).isEmptyDirectory();
    }

    @Test
    void severalBuildsMayShareACacheAndATarget() throws Exception {
        Path cache = folder.resolve("cache");
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            List<String> command = remote(cache, i % 2 == 0 ? target : folder.resolve("out/" + i + ".tar"));
            command.add("--replace");
            processes.add(new ProcessBuilder(command)
                    .redirectError(folder.resolve("err" + i).toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        }

        for (int i = 0; i < 6; i++) {
            assertThat(processes.get(i).waitFor())
                    .as(Files.readString(folder.resolve("err" + i)))
                    .isZero();
        }
        try (Stream<Path> made = Files.list(target.getParent())) {
            assertThat(made.toList()).hasSize(4).allSatisfy(archive -> HostTools.run(
                            ToolProcess.command("verify", archive.toString()), Map.of())
                    .orFail());
        }
    }

    private List<String> build(String... more) {
        List<String> command = ToolProcess.smallBuild("-q", "-r", repository.toString(), "-o", target.toString());
        command.addAll(List.of(more));
        return command;
    }

    private List<String> remote(Path cache, Path output) {
        return ToolProcess.smallBuild("-q", "-r", url, "--cachedir", cache.toString(), "-o", output.toString());
    }

    /** The tool's one jar, where another user can read it. */
    private List<String> as(int user, List<String> command) throws IOException {
        Path jar = folder.resolve("relocpy.jar");
        if (Files.notExists(jar)) {
            Files.copy(Path.of("target", "relocpy.jar"), jar);
        }
        List<String> all =
                new ArrayList<>(List.of("setpriv", "--reuid", user + "", "--regid", user + "", "--clear-groups", "--"));
        all.addAll(command);
        all.set(all.indexOf("-cp") + 1, jar.toString());
        return all;
    }

    private static Result shell(String before, List<String> command) {
        List<String> all = new ArrayList<>(List.of("/bin/sh", "-euc", before + "; exec \"$@\"", "sh"));
        all.addAll(command);
        return HostTools.run(all, Map.of());
    }

    /** Runs the command after mounting, in a namespace of its own. */
    private static Result inMounts(String mount, List<String> command) {
        List<String> all = HostTools.withOwnMounts("/bin/sh", "-euc", mount + "; exec \"$@\"", "sh");
        all.addAll(command);
        return HostTools.run(all, Map.of());
    }

    /** As above, on a directory that holds an earlier file; its names and that file's content go to standard output. */
    private static Result mounted(String mount, Path directory, List<String> command) {
        String script = mount.formatted(directory) + "; cd " + directory
                + "; echo earlier > bundle.tar; status=0; \"$@\" || status=$?; ls -A; cat bundle.tar; exit $status";
        List<String> all = HostTools.withOwnMounts("/bin/sh", "-euc", script, "sh");
        all.addAll(command);
        return HostTools.run(all, Map.of());
    }

    private static List<String> modes(Path directory) throws IOException {
        List<String> modes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(file -> !Files.isSymbolicLink(file)).toList()) {
                modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
        return modes;
    }

    private static void assertOneLine(Result result, String... parts) {
        assertThat(result.exitStatus()).as(result.stderr()).isEqualTo(1);
        assertThat(result.stderr().lines()).as(result.stderr()).hasSize(1);
        assertThat(result.stderr()).startsWith("relocpy: ").contains(parts);
    }
}
