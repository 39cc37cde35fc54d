package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import io.relocpy.testing.HostTools.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each command as its user calls it, in a process of its own. */
class CommandLineIT {
    private static String repository = "";

    @TempDir
    Path folder;

    @BeforeAll
    static void makeRepository() {
        HostTools.require("/usr/bin/python3", "rpmbuild", "createrepo_c", "dpkg-deb", "apt-get", "file");
        repository = HostTools.run("demo-repository/make").orFail().stdout().strip();
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
        assertThat(relocpy("verify", rpm.toString()).orFail().stdout()).contains("Verified");
        assertThat(relocpy("verify", damaged.toString()).exitStatus()).isEqualTo(1);
    }

    @Test
    void mistakesAreOneClearLineAndAStatus() {
        Result misspelt = relocpy("resolve", "--repo", repository, "python3-yam");
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
        assertThat(missing.exitStatus()).isEqualTo(1);
        assertThat(missing.stderr()).isEqualTo("relocpy: no.py: this script does not exist\n");
        assertThat(relocpy("build").exitStatus()).isEqualTo(2);
    }

    private static Result relocpy(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "io.relocpy.examples.RelocpyCommand"));
        command.addAll(Arrays.asList(arguments));
        return HostTools.run(command, Map.of());
    }
}
