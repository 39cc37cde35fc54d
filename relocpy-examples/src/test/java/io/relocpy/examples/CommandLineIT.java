package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.relocpy.testing.DemoRepositories;
import io.relocpy.testing.HostTools;
import io.relocpy.testing.HostTools.Result;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each command as its user calls it, in a process of its own. */
class CommandLineIT {
    private static String repository = "";

    @TempDir
    Path folder;

    @BeforeAll
    static void makeRepository() {
        repository = DemoRepositories.make().toString();
    }

    @Test
    void buildWritesABundleThatVerifyFindsSoundAndThatRuns() throws IOException {
        Path archive = folder.resolve("hello.tar.gz");

        Result build = relocpy(
                        "build",
                        "-o",
                        archive.toString(),
                        "-r",
                        repository,
                        "-s",
                        "scripts/hello.py",
                        "python3dist(pyyaml)",
                        "tzdata")
                .orFail();
        Result verify = relocpy("verify", archive.toString()).orFail();

        assertThat(build.stdout()).contains("Python 3.13.", "glibc 2.41", "packages, the largest first:");
        assertThat(build.stderr()).contains("resolve", "write").doesNotContain("\r");
        assertThat(verify.stdout()).containsIgnoringCase("sound");
        HostTools.run("tar", "-xzf", archive.toString(), "-C", folder.toString())
                .orFail();
        assertThat(HostTools.run(folder.resolve("hello/bin/hello").toString())
                        .orFail()
                        .stdout())
                .contains("no code from outside the bundle");
        Result afterwards = relocpy("verify", folder.resolve("hello").toString());
        assertThat(afterwards.exitStatus())
                .as("running Python left compiled modules")
                .isEqualTo(3);
        assertThat(afterwards.stdout()).contains("unvouched  ", ": not vouched for, ");
    }

    @Test
    void wheelsBytecodeTimeAndReplacementArriveInTheBundle() throws IOException {
        Path wheel = Wheels.pure(folder, "greet", "print('greetings from a wheel')\n");
        Path archive = Files.writeString(folder.resolve("wheel.tar"), "of an earlier build");

        relocpy(
                        "build",
                        "-q",
                        "-r",
                        repository,
                        "-o",
                        archive.toString(),
                        "--wheel",
                        wheel.toString(),
                        "--bytecode",
                        "none",
                        "--time",
                        "86400",
                        "--shell-launchers",
                        "--replace")
                .orFail();
        Result wrong = relocpy("build", "-o", "x.tar", "--bytecode", "nome");

        HostTools.run("tar", "-xf", archive.toString(), "-C", folder.toString()).orFail();
        Path bundle = folder.resolve("wheel");
        assertThat(HostTools.run(bundle.resolve("bin/python3").toString(), "-m", "greet")
                        .orFail()
                        .stdout())
                .isEqualTo("greetings from a wheel\n");
        assertThat(bundle.resolve("bin/python3").toRealPath()).content().startsWith("#!/bin/sh");
        assertThat(Files.getLastModifiedTime(bundle.resolve("bin")).toMillis()).isEqualTo(86_400_000);
        try (Stream<Path> files = Files.walk(bundle)) {
            assertThat(files.filter(file ->
                            file.toString().endsWith(".pyc") && !file.toString().contains("greet")))
                    .isEmpty();
        }
        assertThat(wrong.exitStatus()).isEqualTo(2);
        assertThat(wrong.stderr()).contains("there is no 'nome'; did you mean none?");
    }

    @Test
    void resolvePrintsSortedNamesAndAnswersBatches() throws IOException {
        Path batch = Files.writeString(
                folder.resolve("batch.jsonl"),
                "{\"request\":[\"python3-yaml\"],\"weak\":false}\n{\"request\":[\"no-such\"],\"weak\":true}\n");

        List<String> lines = relocpy("resolve", "--repo", repository, "python3-yaml")
                .orFail()
                .lines();
        List<String> answers = relocpy("resolve", "--repo", repository, "--batch", batch.toString())
                .orFail()
                .lines();

        assertThat(lines).isSorted().anyMatch(line -> line.matches("python3-yaml-.*\\.x86_64"));
        assertThat(answers).hasSize(2);
        assertThat(answers.get(0)).isEqualTo("{\"install\":[\"" + String.join("\",\"", lines) + "\"]}");
        assertThat(answers.get(1)).isEqualTo("{\"unsolvable\":\"no-such: no such package\"}");
    }

    @Test
    void explainNamesTheChainFromTheRequest() {
        assertThat(relocpy("explain", "--repo", repository, "--package", "libyaml-0-2", "python3dist(pyyaml)")
                        .orFail()
                        .lines())
                .hasSize(2)
                .first()
                .asString()
                .endsWith("requested as python3dist(pyyaml)");
    }

    @Test
    void inspectAndVerifyReadPackageFiles() throws IOException {
        Path rpm;
        try (Stream<Path> files = Files.list(Path.of(repository))) {
            rpm = files.filter(file -> file.getFileName().toString().startsWith("libyaml-0-2-"))
                    .findFirst()
                    .orElseThrow();
        }
        Path damaged = folder.resolve("damaged.rpm");
        byte[] bytes = Files.readAllBytes(rpm);
        bytes[bytes.length - 100] ^= 1;
        Files.write(damaged, bytes);

        assertThat(relocpy("inspect", rpm.toString()).orFail().stdout()).contains("libyaml-0.so.2()(64bit)");
        assertThat(relocpy("inspect", "--json", rpm.toString()).orFail().stdout())
                .contains("\"payload\"", "\"payloadFlags\"", "\"flags\" : [ ]");
        assertThat(relocpy("verify", rpm.toString()).orFail().stdout())
                .contains("good", "integrity: intact", "digests resist forgery: yes");
        assertThat(relocpy("inspect", rpm.toString(), damaged.toString())
                        .orFail()
                        .stdout()
                        .lines()
                        .filter(line -> line.equals(rpm + ":") || line.equals(damaged + ":")))
                .containsExactly(rpm + ":", damaged + ":");
        Result notIntact = relocpy("verify", damaged.toString());
        assertThat(notIntact.exitStatus()).isEqualTo(1);
        assertThat(notIntact.stdout()).contains("integrity: not intact").doesNotContain("forgery");
    }

    /** The package is one as rpm built them for EL 5 to 7: {@code RpmBuilder.oldDigests} of relocpy-rpm's tests. */
    @Test
    void integrityAndResistanceToForgeryAreTwoAnswers() throws IOException {
        Path old = folder.resolve("old.rpm");
        try (InputStream in = CommandLineIT.class.getResourceAsStream("old-digests.rpm")) {
            Files.copy(in, old);
        }
        Result forgeable = relocpy("verify", old.toString());
        assertThat(forgeable.exitStatus()).isEqualTo(4);
        assertThat(forgeable.stdout())
                .contains("integrity: intact", "digests resist forgery: no, MD5 and SHA-1 only detect damage");
        assertThat(forgeable.stderr()).contains("no digest of the header that cannot be forged");
        Result content =
                relocpy("verify", "--allow-broken-digests", old.toString()).orFail();
        assertThat(content.stdout()).contains("digests resist forgery: no");
        assertThat(content.stderr()).isEmpty();

        Result several =
                relocpy("verify", old.toString(), folder.resolve("none.rpm").toString(), old.toString());
        assertThat(several.exitStatus()).isEqualTo(1);
        assertThat(several.stdout().lines().filter("integrity: intact"::equals)).hasSize(2);
        assertThat(several.stdout().lines())
                .endsWith("3 files: 2 intact, but only by digests that can be forged, 1 failed");
        assertThat(several.stderr()).contains("none.rpm: does not exist");
        assertThat(relocpy("verify", old.toString(), old.toString()).exitStatus())
                .isEqualTo(4);

        byte[] bytes = Files.readAllBytes(old);
        bytes[bytes.length - 1] ^= 1;
        Files.write(old, bytes);
        assertThat(relocpy("verify", "--allow-broken-digests", old.toString()).exitStatus())
                .isEqualTo(1);
    }

    @Test
    void aUrlInAFilesPlaceIsNotShown() {
        for (String option : List.of("--repofile", "--sslcacert")) {
            Result result =
                    relocpy("resolve", "-r", repository, option, "https://u:s3cret@h/x?token=s3cret", "python3");
            assertThat(result.exitStatus()).isEqualTo(1);
            assertThat(result.stderr()).isEqualTo("relocpy: " + option + ": expected a file, found a URL\n");
        }
    }

    @Test
    void theHostsRepositoriesDoNotStandInForThoseThatAreNotEnabled() throws IOException {
        Path file = Files.writeString(folder.resolve("off.repo"), "[off]\nbaseurl=file:///none\nenabled=0\n");
        for (String option : List.of("--strict", "--allow-broken-digests")) { // the second one changes the host's own
            Result result = relocpy("resolve", "--repofile", file.toString(), option, "python3");
            assertThat(result.exitStatus()).isEqualTo(1);
            assertThat(result.stderr()).contains("no repositories: none is enabled in [" + file + "]");
        }
    }

    @Test
    void mistakesAreOneClearLineAndAStatus() {
        Result misspelt = relocpy("resolve", "--repo", repository, "python3-yam");
        Result distribution = relocpy("resolve", "--repo", repository, "PyYAML");
        Result missing = relocpy(
                "build",
                "--repo",
                repository,
                "--output",
                folder.resolve("x.tar").toString(),
                "-s",
                "no.py");

        assertThat(misspelt.exitStatus()).isEqualTo(1);
        assertThat(misspelt.stderr()).isEqualTo("relocpy: python3-yam: no such package; did you mean python3-yaml?\n");
        assertThat(distribution.stderr())
                .isEqualTo("relocpy: PyYAML: no such package; did you mean python3dist(pyyaml)?\n");
        assertThat(missing.exitStatus()).isEqualTo(1);
        assertThat(missing.stderr()).isEqualTo("relocpy: no.py: this script does not exist\n");
        assertThat(relocpy("build").exitStatus()).isEqualTo(2);
    }

    @Test
    void misspeltWordsAreAnsweredWithTheNearestRightOne() {
        Result command = relocpy("biuld");
        Result option = relocpy("build", "--scrpt", "x.py");

        assertThat(command.exitStatus()).isEqualTo(2);
        assertThat(command.stderr()).startsWith("relocpy: no such command: biuld; did you mean build?\n");
        assertThat(option.exitStatus()).isEqualTo(2);
        assertThat(option.stderr())
                .isEqualTo("relocpy build: no such option: --scrpt; did you mean --script?\n"
                        + "Try: relocpy build --help\n");
    }

    @Test
    void helpIsAlsoACommand() {
        for (String command : List.of("build", "patchelf")) {
            Result asked = relocpy("help", command).orFail();
            Result option = relocpy(command, "--help").orFail();
            assertThat(asked.stdout() + asked.stderr())
                    .isEqualTo(option.stdout() + option.stderr())
                    .contains(command);
        }
        assertThat(relocpy("help").orFail().stdout())
                .isEqualTo(relocpy("--help").orFail().stdout());
        assertThat(relocpy("help", "biuld").stderr())
                .startsWith("relocpy: no such command: biuld; did you mean build?");
    }

    @Test
    void eventsForMachinesAreOneObjectALine() {
        Path archive = folder.resolve("small.tar.gz");
        Path report = folder.resolve("report.html");

        Result build = HostTools.run(
                        ToolProcess.smallBuild(
                                "--json", "-o", archive.toString(), "-r", repository, "--report", report.toString()),
                        Map.of())
                .orFail();
        Result failed = relocpy("build", "--json", "-o", archive.toString(), "-r", repository);

        assertThat(build.lines()).first().asString().isEqualTo("{\"event\":\"step-started\",\"step\":\"resolve\"}");
        assertThat(build.lines()).last().asString().startsWith("{\"event\":\"finished\",\"target\":\"" + archive);
        assertThat(build.stdout()).contains("\"event\":\"advanced\",\"step\":\"fetch\"");
        assertThat(build.stderr()).isEmpty();
        assertThat(report).content().contains("Bundle report");
        assertThat(failed.exitStatus()).isEqualTo(1);
        assertThat(failed.lines())
                .last()
                .asString()
                .isEqualTo("{\"event\":\"failed\",\"message\":\"" + archive + ": already exists\"}");
    }

    @Test
    void quietSaysNothingAndInspectAndDiffReadTheResult() {
        Path plain = folder.resolve("plain.tar.gz");
        Path yaml = folder.resolve("yaml.tar.gz");

        Result quiet =
                relocpy("build", "-q", "-o", plain.toString(), "-r", repository).orFail();
        relocpy("build", "-q", "-o", yaml.toString(), "-r", repository, "python3dist(pyyaml)")
                .orFail();
        List<String> diff =
                relocpy("diff", plain.toString(), yaml.toString()).orFail().lines();

        assertThat(quiet.stdout() + quiet.stderr()).isEmpty();
        assertThat(diff).anyMatch(line -> line.matches("\\+ python3-yaml +6\\.\\S+ +\\+\\S+ kB.*"));
        assertThat(diff).noneMatch(line -> line.startsWith("- "));
        assertThat(relocpy("inspect", yaml.toString()).orFail().stdout()).contains("Python 3.13.", "libyaml-0-2-");
        assertThat(relocpy("inspect", "--json", yaml.toString()).orFail().stdout())
                .contains("\"glibc\" : \"2.41\"");
    }

    @Test
    void aLockfileIsWrittenCheckedRenewedAndBuiltFrom() throws IOException {
        Path lock = folder.resolve("hello.lock");
        String[] request = {"-r", repository, "python3dist(pyyaml)"};

        Result missing = relocpy("lock", "--check", "-o", lock.toString(), "-r", repository);
        Result written = relocpy(with(request, "lock", "-o", lock.toString())).orFail();
        Result current =
                relocpy(with(request, "lock", "--check", "-o", lock.toString())).orFail();
        relocpy(with(request, "build", "-q", "-o", folder.resolve("a.tar").toString(), "--lockfile", lock.toString()))
                .orFail();
        String whole = Files.readString(lock);
        Files.writeString(
                lock,
                whole.lines()
                        .filter(line -> !line.startsWith("package\tlibyaml-0-2"))
                        .map(line ->
                                line.startsWith("end\t") ? "end\t" + (Integer.parseInt(line.substring(4)) - 1) : line)
                        .map(line -> line + "\n")
                        .reduce("", String::concat));
        Result outdated = relocpy(with(request, "lock", "--check", "-o", lock.toString()));
        relocpy(with(request, "lock", "-o", lock.toString())).orFail();

        assertThat(missing.exitStatus()).isEqualTo(1);
        assertThat(written.stdout()).matches("(?s).*hello\\.lock: \\d+ packages, \\S+ MB to download\n");
        assertThat(current.stdout()).endsWith("up to date\n");
        assertThat(outdated.exitStatus()).isEqualTo(1);
        assertThat(outdated.stdout()).startsWith("+ libyaml-0-2  ");
        assertThat(lock).content().isEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource({"fetch, INT, 130", "write, TERM, 143"})
    void interruptedItLeavesNothingBehind(String step, String signal, int status) throws Exception {
        Path out = Files.createDirectory(folder.resolve(step));
        // whoever runs the tests may ignore SIGINT, as a shell does for what it starts in the background
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,TERM"));
        command.addAll(ToolProcess.command(
                "build",
                "--json",
                "-o",
                // xz takes long enough to be met at it
                out.resolve("a.tar.xz").toString(),
                "-r",
                repository,
                "python3dist(pyyaml)"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        StringBuilder seen = new StringBuilder();
        process.inputReader().lines().forEach(line -> {
            seen.append(line).append('\n');
            if (line.equals("{\"event\":\"step-started\",\"step\":\"" + step + "\"}")) {
                HostTools.run("kill", "-" + signal, Long.toString(process.pid()))
                        .orFail();
            }
        });

        assertThat(process.waitFor()).as(seen.toString()).isEqualTo(status);
        try (Stream<Path> left = Files.list(out)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void terminatedWhileAServerStallsItLeavesNothingBehind() throws Exception {
        Path out = Files.createDirectory(folder.resolve("out"));
        Path cache = folder.resolve("cache");
        CountDownLatch stalled = new CountDownLatch(1);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[500]);
            exchange.getResponseBody().flush();
            stalled.countDown();
        });
        server.start();
        try {
            List<String> command = new ArrayList<>(List.of("env", "--default-signal=TERM"));
            command.addAll(ToolProcess.command(
                    "build",
                    "-o",
                    out.resolve("a.tar").toString(),
                    "-r",
                    "http://localhost:" + server.getAddress().getPort() + "/",
                    "--cachedir",
                    cache.toString()));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            assertThat(stalled.await(1, TimeUnit.MINUTES)).isTrue();

            process.destroy();

            // far less than until the server counts as too slow, and enough for a busy machine
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
        } finally {
            server.stop(0);
        }
        assertThat(out).isEmptyDirectory();
        try (Stream<Path> cached = Files.walk(cache)) {
            assertThat(cached.filter(Files::isRegularFile)
                            .map(each -> each.getFileName().toString()))
                    .noneMatch(name -> name.matches(".*(partial|tmp|repomd).*"));
        }
    }

    @Test
    void cacheDoesNotMakeADirectoryOfAMistypedName() {
        Path cache = folder.resolve("cahce");

        for (String action : List.of("show", "verify")) {
            Result result = relocpy("cache", action, "--cachedir", cache.toString());

            assertThat(result.exitStatus()).isEqualTo(1);
            assertThat(result.stderr()).isEqualTo("relocpy: " + cache + ": there is no such directory\n");
        }
        assertThat(cache).doesNotExist();
    }

    @Test
    void lddTellsTheRuleAndTheStatusOfWhatIsMissing() {
        Result found = relocpy("ldd", "--flat", "/usr/bin/env").orFail();

        assertThat(found.stdout()).contains("\tlibc.so.6 => ").contains("[");
        relocpy("ldd", "--undefined", "--processor", "x86-64-v2", "/usr/bin/env")
                .orFail();
        assertThat(relocpy("ldd", "--processor", "pentium", "/usr/bin/env").exitStatus())
                .isEqualTo(2);
        assertThat(relocpy("ldd", "--root", folder.toString(), "/no").exitStatus())
                .isEqualTo(1);
        assertThat(relocpy("ldd", folder.toString() + "/no").stderr()).endsWith("/no: does not exist\n");
    }

    @Test
    void patchelfIsThereWithItsOwnOptions() throws IOException {
        Path copy = Files.copy(Path.of("/usr/bin/env"), folder.resolve("env"));

        relocpy("patchelf", "--set-rpath", "$ORIGIN/../lib", copy.toString()).orFail();

        assertThat(relocpy("patchelf", "--print-rpath", copy.toString())
                        .orFail()
                        .stdout())
                .isEqualTo("$ORIGIN/../lib\n");
    }

    @Test
    void bashCompletesCommandsAndOptions() throws IOException {
        HostTools.require("bash");
        Path script = Files.writeString(
                folder.resolve("completion"),
                relocpy("generate-completion").orFail().stdout());

        String completed = HostTools.run(
                        "bash",
                        "-c",
                        "source " + script + "; COMP_WORDS=(relocpy build --scr); COMP_CWORD=2; "
                                + "_complete_relocpy; echo \"${COMPREPLY[@]}\"")
                .orFail()
                .stdout();

        assertThat(completed.strip()).isEqualTo("--script");
    }

    private static String[] with(String[] last, String... first) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(last)).toArray(String[]::new);
    }

    private static Result relocpy(String... arguments) {
        return HostTools.run(ToolProcess.command(arguments), Map.of());
    }
}
