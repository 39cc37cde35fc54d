package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.DemoRepositories;
import io.relocpy.testing.GnuPg;
import io.relocpy.testing.HostTools;
import io.relocpy.testing.HostTools.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs every command of a guide: its {@code sh} blocks, one after another in one shell, in a folder with {@code hello.py}, a
 * repository {@code repo} and {@code relocpy} on the PATH. What cannot be run so is in a block of another kind.
 */
class DocsIT {
    private static final Pattern BLOCK = Pattern.compile("^```sh\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "command-line.md, hello: world|up to date|sound|$ORIGIN/../lib",
        "bundle.md, hello: world",
        "resolve-and-lock.md, up to date|The same packages.",
        "verify-and-ship.md, sound|the change was found|Integrity only|Signed by Vendor <release@example.org>|is not signed",
        "other-architectures.md, #!/bin/sh|hello: world|no launcher",
        "private-repositories.md, python3-yaml-|but no key"
    })
    void everyCommandWorks(String guide, String said) throws IOException {
        HostTools.require("bash", "tar");
        Path repository = DemoRepositories.make();
        Path work = Files.createDirectory(folder.resolve("work"));
        Files.createSymbolicLink(work.resolve("repo"), repository);
        Files.writeString(work.resolve("hello.py"), "import yaml\nprint(yaml.dump({'hello': 'world'}), end='')\n");
        StringBuilder script = new StringBuilder("set -eu\n");
        int blocks = 0;
        Matcher block = BLOCK.matcher(Files.readString(Path.of("../docs", guide)));
        while (block.find()) {
            script.append(block.group(1));
            blocks++;
        }
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path relocpy = Files.writeString(
                bin.resolve("relocpy"), "#!/bin/sh\nexec '" + String.join("' '", ToolProcess.command()) + "' \"$@\"\n");
        assertThat(relocpy.toFile().setExecutable(true)).isTrue();

        if (script.indexOf("gpg ") >= 0) {
            try (GnuPg gpg = new GnuPg()) {
                run(
                        script,
                        bin,
                        work,
                        blocks,
                        said,
                        Map.of("GNUPGHOME", gpg.home().toString()));
            }
        } else {
            run(script, bin, work, blocks, said, Map.of());
        }
    }

    private static void run(
            StringBuilder script, Path bin, Path work, int blocks, String said, Map<String, String> more) {
        ProcessBuilder shell = new ProcessBuilder(List.of("bash", "-c", script.toString())).directory(work.toFile());
        shell.environment().putAll(more);
        shell.environment().merge("PATH", bin + ":", (path, first) -> first + path);
        Result result = HostTools.run(shell).orFail();

        assertThat(blocks).isPositive();
        assertThat(result.stdout()).contains(said.split("\\|"));
    }
}
