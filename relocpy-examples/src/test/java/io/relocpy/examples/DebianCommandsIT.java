package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.DemoRepositories;
import io.relocpy.testing.HostTools;
import io.relocpy.testing.HostTools.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a directory of Debian's packages. */
class DebianCommandsIT {
    private static Path packages = Path.of("");

    @TempDir
    Path folder;

    @BeforeAll
    static void downloadPackages() {
        packages = DemoRepositories.packagesOf(DemoRepositories.make());
    }

    @Test
    void resolveAndExplainSpeakAsAptDoes() throws IOException {
        Path batch = folder.resolve("batch");
        Files.writeString(batch, """
                {"request":["libyaml-0-2"],"recommends":false}
                {"request":["nothing-of-this-name"],"recommends":true}
                """);

        Result resolve =
                relocpy("resolve", "-r", packages.toString(), "libyaml-0-2").orFail();
        Result explain = relocpy("explain", "-r", packages.toString(), "-p", "libc6", "libyaml-0-2")
                .orFail();
        Result answers = relocpy("resolve", "-r", packages.toString(), "--batch", batch.toString())
                .orFail();

        assertThat(resolve.stdout().lines().map(line -> line.replaceFirst("=.*", "")))
                .as("libc-bin is for bundles only")
                .containsExactly("gcc-14-base:amd64", "libc6:amd64", "libgcc-s1:amd64", "libyaml-0-2:amd64");
        assertThat(explain.stdout())
                .containsPattern("libc6:amd64=\\S+: libyaml-0-2:amd64=\\S+ depends on libc6 \\(>= ");
        assertThat(answers.stdout().lines().toList().get(0))
                .startsWith("{\"install\":[[\"gcc-14-base\",\"")
                .contains("\"],[\"libyaml-0-2\",\"");
        assertThat(answers.stdout().lines().toList().get(1))
                .isEqualTo("{\"unsolvable\":\"nothing-of-this-name: no such package\"}");
    }

    @Test
    void aLockedBundleIsBuiltAgain() throws IOException {
        String lock = folder.resolve("relocpy.lock").toString();
        relocpy("lock", "-r", packages.toString(), "-o", lock, "python3-yaml").orFail();

        Result again = relocpy("lock", "-r", packages.toString(), "-o", lock, "--check", "python3-yaml")
                .orFail();
        relocpy("build", "-r", packages.toString(), "--lockfile", lock, "-o", folder + "/one", "python3-yaml")
                .orFail();
        relocpy("verify", folder + "/one").orFail();

        assertThat(again.stdout()).contains("up to date");
        assertThat(Files.readString(folder.resolve("one/relocpy.lock"))).isEqualTo(Files.readString(Path.of(lock)));
    }

    @Test
    void inspectAndVerifyReadPackageFiles() throws IOException {
        Path file = newest("libyaml-0-2_");
        Path damaged = folder.resolve("damaged.deb");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 200] ^= 1;
        Files.write(damaged, bytes);

        Result inspect = relocpy("inspect", file.toString()).orFail();
        Result json = relocpy("inspect", "--json", file.toString()).orFail();
        Result verify = relocpy("verify", file.toString());

        assertThat(inspect.stdout()).startsWith("Package        libyaml-0-2\n").contains("-> libyaml-0.so.2");
        assertThat(json.stdout()).contains("\"Package\" : \"libyaml-0-2\"", "\"type\" : \"symlink\"");
        assertThat(verify.exitStatus()).isEqualTo(4);
        assertThat(verify.stdout()).contains("integrity: intact");
        assertThat(relocpy("verify", damaged.toString()).exitStatus()).isEqualTo(1);
    }

    @Test
    void optionsOfRpmRepositoriesAreRefused(@TempDir Path rpms) throws IOException {
        Files.createDirectory(rpms.resolve("repodata"));
        Result best = relocpy("resolve", "-r", packages.toString(), "--best", "libyaml-0-2");
        Result mixed = relocpy(
                "resolve", "-r", packages.toString(), "--suite", "trixie", "-r", rpms.toString(), "libyaml-0-2");

        assertThat(best.stderr()).contains("--best is an option for RPM repositories, but these are Debian's");
        assertThat(mixed.stderr()).contains("a closure consists of Debian packages or of RPM packages, not of both");
    }

    private static Path newest(String prefix) throws IOException {
        try (var files = Files.list(packages)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    private static Result relocpy(String... arguments) {
        return HostTools.run(ToolProcess.command(arguments), Map.of());
    }
}
